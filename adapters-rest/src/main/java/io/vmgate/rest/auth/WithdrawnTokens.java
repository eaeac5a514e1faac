package io.vmgate.rest.auth;

import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.domain.auth.SignInId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Accept no token whose sign-in was withdrawn. */
@Singleton
final class WithdrawnTokens<T> implements GenericJwtClaimsValidator<T> {
  private final SignInBook signIns;

  WithdrawnTokens(SignInBook signIns) {
    this.signIns = signIns;
  }

  @Override
  public boolean validate(Claims claims, @Nullable T request) {
    Object id = claims.get(CallerClaims.SIGN_IN);
    return id == null || SignInId.parse(id.toString()).filter(signIns::isWithdrawn).isEmpty();
  }
}
