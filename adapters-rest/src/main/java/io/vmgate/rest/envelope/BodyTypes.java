package io.vmgate.rest.envelope;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuse a body whose {@code Content-Type} is no media type at all (RFC 9110 §8.3). The framework
 * takes such a request for one that names none; other wrong types it refuses by itself.
 */
@ServerFilter("/api/v1/**")
class BodyTypes {
  private final ErrorAnswers answers;

  BodyTypes(ErrorAnswers answers) {
    this.answers = answers;
  }

  @RequestFilter
  @Nullable HttpResponse<?> refuse(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    boolean hasBody =
        request.getContentLength() > 0 || headers.contains(HttpHeaders.TRANSFER_ENCODING);
    boolean isUnreadable =
        headers.contains(HttpHeaders.CONTENT_TYPE) && request.getContentType().isEmpty();
    return hasBody && isUnreadable
        ? answers.answer(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE)
        : null;
  }
}
