package io.vmgate.rest.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Check a token's signature with the very key that the token names. */
@Singleton
final class KeyedSignature implements SignatureConfiguration {
  /** The one algorithm that is used; a token that claims another is refused unread. */
  static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;

  private final SigningKeyBook keys;

  KeyedSignature(SigningKeyBook keys) {
    this.keys = keys;
  }

  @Override
  public String supportedAlgorithmsMessage() {
    return "only " + ALGORITHM + " is supported";
  }

  @Override
  public boolean supports(JWSAlgorithm algorithm) {
    return ALGORITHM.equals(algorithm);
  }

  @Override
  public boolean verify(SignedJWT token) throws JOSEException {
    Optional<SigningKey> key =
        Optional.ofNullable(token.getHeader().getKeyID()).flatMap(keys::find);
    return supports(token.getHeader().getAlgorithm())
        && key.isPresent()
        && token.verify(new MACVerifier(key.get().secret()));
  }
}
