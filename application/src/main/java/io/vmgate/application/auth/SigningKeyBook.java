package io.vmgate.application.auth;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Keeps the keys that tokens are signed with, for all replicas and over restarts. */
public interface SigningKeyBook {
  /**
   * List the keys, newest first; never empty: the first call ever makes the first key.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  List<SigningKey> keys();

  /**
   * Add a fresh key, which is the one to sign with from now on. Older ones stay, so that what they
   * signed is accepted until it expires.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  SigningKey rotate();

  /**
   * Forget keys made before the instant, except the newest.
   *
   * @return how many were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  int forgetOlderThan(Instant instant);

  /**
   * A symmetric key of 256 bits.
   *
   * @param id written into every token that the key signs
   */
  record SigningKey(String id, byte[] secret, Instant createdAt) {
    public SigningKey {
      secret = secret.clone();
    }

    @Override
    public byte[] secret() {
      return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SigningKey key
          && id.equals(key.id)
          && Arrays.equals(secret, key.secret)
          && createdAt.equals(key.createdAt);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return "SigningKey[" + id + "]"; // the secret belongs in no log
    }
  }
}
