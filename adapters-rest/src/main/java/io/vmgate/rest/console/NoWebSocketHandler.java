package io.vmgate.rest.console;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.vmgate.rest.console.ConsoleSocketController.NoWebSocketException;
import io.vmgate.rest.envelope.ErrorAnswers;
import io.vmgate.rest.envelope.ErrorCode;
import jakarta.inject.Singleton;

/** Tells who asks for no web socket that there is nothing else here (RFC 9110 section 15.5.22). */
@Singleton
final class NoWebSocketHandler implements ExceptionHandler<NoWebSocketException, HttpResponse<?>> {
  private final ErrorAnswers answers;

  NoWebSocketHandler(ErrorAnswers answers) {
    this.answers = answers;
  }

  @Override
  public HttpResponse<?> handle(HttpRequest request, NoWebSocketException exception) {
    return answers
        .answer(request, ErrorCode.WEB_SOCKET_REQUIRED)
        .header(HttpHeaders.UPGRADE, "websocket")
        .header(HttpHeaders.SEC_WEBSOCKET_VERSION, "13");
  }
}
