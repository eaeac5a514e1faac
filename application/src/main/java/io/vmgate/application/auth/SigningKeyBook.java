package io.vmgate.application.auth;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps the keys that tokens are signed with, for all replicas and over restarts. */
public interface SigningKeyBook {
  /**
   * List the keys, newest first; never empty: the first call ever makes the first key.
   *
   * <p>Answers from memory, so what another replica changed may be missing for some seconds, and
   * the last known keys go on being told while the database is away.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} only while nothing was ever read
   */
  List<SigningKey> keys();

  /**
   * Find the key that a token names; empty when there is none.
   *
   * <p>As {@link #keys}, but an id that memory does not hold is looked for in the database, because
   * another replica may just have made it. That happens about once a second at most and waits a
   * fraction of one, so invented ids cost nothing.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} only while nothing was ever read
   */
  Optional<SigningKey> find(String id);

  /**
   * Add a fresh key, which is the one to sign with from now on. Older ones stay, so that what they
   * signed is accepted until it expires.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  SigningKey rotate();

  /**
   * Add a fresh key if the newest was made before the instant; of any number of simultaneous calls
   * exactly one adds a key.
   *
   * @return the new key; empty when the newest is young enough
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  Optional<SigningKey> rotateIfMadeBefore(Instant instant);

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
