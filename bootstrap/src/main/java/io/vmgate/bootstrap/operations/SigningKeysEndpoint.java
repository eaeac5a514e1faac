package io.vmgate.bootstrap.operations;

import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Write;
import io.vmgate.application.auth.RotateSigningKey;
import java.util.Map;

/**
 * Replace the signing key at once, for an operator who fears that it was seen: {@code POST
 * /signing-keys}. Served only on a management port of its own, which is no part of the contract.
 */
@Endpoint(id = "signingKeys", defaultEnabled = false, defaultSensitive = false)
class SigningKeysEndpoint {
  private final RotateSigningKey rotateSigningKey;

  SigningKeysEndpoint(RotateSigningKey rotateSigningKey) {
    this.rotateSigningKey = rotateSigningKey;
  }

  @Write
  Map<String, String> rotate() {
    return Map.of("signingKey", rotateSigningKey.rotate().id());
  }
}
