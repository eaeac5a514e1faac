package io.vmgate.rest.envelope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answer a failure that a use case reported. */
@Singleton
final class FailureHandler implements ExceptionHandler<FailureException, HttpResponse<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  private final ErrorAnswers answers;

  FailureHandler(ErrorAnswers answers) {
    this.answers = answers;
  }

  @Override
  public HttpResponse<?> handle(HttpRequest request, FailureException exception) {
    ErrorBody error = ErrorBodies.of(exception.failure());
    if (exception.getCause() != null) {
      LOG.warn(
          "{} {}: {}",
          request.getMethodName(),
          request.getPath(),
          exception.getMessage(),
          exception.getCause());
    }
    return answers.answer(request, error);
  }
}
