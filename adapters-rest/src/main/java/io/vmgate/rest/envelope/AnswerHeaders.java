package io.vmgate.rest.envelope;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;

/** Put on every answer what every answer carries, and the request's id into every log line. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnswerHeaders {
  private final TimeFormat times;

  AnswerHeaders(TimeFormat times) {
    this.times = times;
  }

  @RequestFilter
  void nameRequest(HttpRequest<?> request, MutablePropagatedContext context) {
    context.add(new MdcPropagationContext(Map.of("requestId", RequestIds.of(request))));
  }

  @ResponseFilter
  void addHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.header(RequestIds.HEADER, RequestIds.of(request));
    response.header("X-Time-Zone", times.zone().getId());
    response.header("X-Content-Type-Options", "nosniff");
    if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
      response.header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }
  }
}
