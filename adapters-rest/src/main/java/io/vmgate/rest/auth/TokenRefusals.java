package io.vmgate.rest.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.rest.envelope.ErrorCode;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Say why a request's token was not accepted, after it was not. */
@Singleton
final class TokenRefusals {
  private static final String SCHEME = "Bearer ";

  private final KeyedSignature signature;
  private final SignInBook signIns;
  private final InstantSource clock;

  TokenRefusals(KeyedSignature signature, SignInBook signIns, InstantSource clock) {
    this.signature = signature;
    this.signIns = signIns;
    this.clock = clock;
  }

  /**
   * Tell an expired token from a missing, malformed or foreign one; only a token that we signed is
   * ever called expired or withdrawn.
   */
  ErrorCode reason(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return ErrorCode.TOKEN_MISSING;
    }
    try {
      SignedJWT token = SignedJWT.parse(header.substring(SCHEME.length()).strip());
      Date end = token.getJWTClaimsSet().getExpirationTime();
      if (!signature.verify(token)) {
        return ErrorCode.TOKEN_MISSING;
      }
      if (end != null && !end.toInstant().isAfter(clock.instant())) {
        return ErrorCode.TOKEN_EXPIRED;
      }
      return isWithdrawn(token.getJWTClaimsSet().getStringClaim(CallerClaims.SIGN_IN))
          ? ErrorCode.TOKEN_WITHDRAWN
          : ErrorCode.TOKEN_MISSING;
    } catch (ParseException | JOSEException notOneOfOurs) {
      return ErrorCode.TOKEN_MISSING;
    }
  }

  private boolean isWithdrawn(@Nullable String id) {
    return id != null && SignInId.parse(id).filter(signIns::isWithdrawn).isPresent();
  }
}
