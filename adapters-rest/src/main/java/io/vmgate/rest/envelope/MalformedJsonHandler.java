package io.vmgate.rest.envelope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.vmgate.rest.envelope.JsonBodies.MalformedJsonException;
import jakarta.inject.Singleton;

/** Answer a body that is not JSON. */
@Singleton
final class MalformedJsonHandler
    implements ExceptionHandler<MalformedJsonException, HttpResponse<?>> {
  private final ErrorAnswers answers;

  MalformedJsonHandler(ErrorAnswers answers) {
    this.answers = answers;
  }

  @Override
  public HttpResponse<?> handle(HttpRequest request, MalformedJsonException exception) {
    return answers.answer(request, ErrorCode.MALFORMED_JSON);
  }
}
