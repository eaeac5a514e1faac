package io.vmgate.rest.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vmgate.application.IdSource;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.application.auth.TokenIssuer;
import io.vmgate.domain.auth.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/**
 * Issue JSON Web Tokens (RFC 7519), signed with the newest key and naming it, so that a key can be
 * replaced while what the old one signed is still accepted.
 */
public final class JwtTokenIssuer implements TokenIssuer {
  private final SigningKeyBook keys;
  private final IdSource ids;
  private final InstantSource clock;
  private final Duration lifetime;

  /**
   * Issue tokens.
   *
   * @param ids of tokens
   * @param lifetime from the moment of issue; whole seconds, since tokens know no less
   */
  public JwtTokenIssuer(SigningKeyBook keys, IdSource ids, InstantSource clock, Duration lifetime) {
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  @Override
  public IssuedToken issue(Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(lifetime);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(ids.next().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt));
    CallerClaims.write(caller, claims);
    SigningKey key = keys.keys().getFirst();
    JWSHeader header = new JWSHeader.Builder(KeyedSignature.ALGORITHM).keyID(key.id()).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new MACSigner(key.secret()));
    } catch (JOSEException unsignable) {
      throw new IllegalStateException("the signing key " + key.id() + " cannot sign", unsignable);
    }
    return new IssuedToken(token.serialize(), expiresAt);
  }
}
