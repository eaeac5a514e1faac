package io.vmgate.rest.limit;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.authentication.Authentication;
import io.vmgate.application.limit.AdmitCall;
import io.vmgate.domain.auth.UserId;
import java.util.UUID;

/**
 * Count every call of a signed-in user, once, when it begins; a call that waits or streams is one
 * call. It is answered from memory, so it may run on the event loop.
 */
@ServerFilter("/api/v1/**")
class CallLimit implements Ordered {
  private final AdmitCall admitCall;

  CallLimit(AdmitCall admitCall) {
    this.admitCall = admitCall;
  }

  /** Only then is it known who calls. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  @RequestFilter
  void admit(HttpRequest<?> request) {
    request.getUserPrincipal(Authentication.class).ifPresent(token -> admit(token.getName()));
  }

  private void admit(String user) {
    try {
      admitCall.admit(new UserId(UUID.fromString(user)));
    } catch (IllegalArgumentException notOneOfOurs) {
      return; // refused where the caller is read
    }
  }
}
