package io.vmgate.domain.auth;

import io.vmgate.domain.SecretBits;

/**
 * Stand for a refresh token where the token itself must not be.
 *
 * @param value the SHA-256 of the token's bits, 64 hexadecimal digits in lower case
 */
public record RefreshHash(String value) {
  public RefreshHash {
    if (!SecretBits.isHash(value)) {
      throw new IllegalArgumentException("not a refresh token's hash");
    }
  }
}
