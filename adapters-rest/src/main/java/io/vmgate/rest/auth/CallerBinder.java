package io.vmgate.rest.auth;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.vmgate.domain.auth.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hand controllers the caller that the token names. */
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  @Override
  public Argument<Caller> argumentType() {
    return Argument.of(Caller.class);
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
    return () ->
        Optional.of(
            request
                .getUserPrincipal(Authentication.class)
                .flatMap(CallerClaims::read)
                .orElseThrow(() -> new AuthorizationException(null)));
  }
}
