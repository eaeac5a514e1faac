package io.vmgate.rest.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import io.vmgate.rest.envelope.ErrorAnswers;
import io.vmgate.rest.envelope.ErrorCode;
import jakarta.inject.Singleton;

/** Answer a request that the security filter turned away, in the envelope. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class AuthorizationRefusals
    implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {
  private final TokenRefusals tokens;
  private final ErrorAnswers answers;

  AuthorizationRefusals(TokenRefusals tokens, ErrorAnswers answers) {
    this.tokens = tokens;
    this.answers = answers;
  }

  @Override
  public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException exception) {
    ErrorCode reason = tokens.reason(request);
    // RFC 6750 §3: a client learns from this header that a bearer token is what is missing.
    String challenge =
        reason == ErrorCode.TOKEN_MISSING ? "Bearer" : "Bearer error=\"invalid_token\"";
    return answers.answer(request, reason).header(HttpHeaders.WWW_AUTHENTICATE, challenge);
  }
}
