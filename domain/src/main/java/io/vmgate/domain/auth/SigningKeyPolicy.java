package io.vmgate.domain.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decide how long signing keys serve.
 *
 * @param rotateAfter the age at which a key is replaced
 * @param tokenLifetime how long a token lives at most; a key that no longer signs is still needed
 *     for so long
 */
public record SigningKeyPolicy(Duration rotateAfter, Duration tokenLifetime) {
  /** A key served for a month unless the operator says otherwise. */
  public static final Duration DEFAULT_ROTATION = Duration.ofDays(30);

  /**
   * Replicas learn of a new key a little later than it is made, and sign with the old till then.
   */
  private static final Duration HANDOVER = Duration.ofMinutes(5);

  public SigningKeyPolicy {
    if (rotateAfter.isZero() || rotateAfter.isNegative()) {
      throw new IllegalArgumentException("keys cannot be rotated after " + rotateAfter);
    }
    if (tokenLifetime.isZero() || tokenLifetime.isNegative()) {
      throw new IllegalArgumentException("tokens cannot live for " + tokenLifetime);
    }
  }

  /** Keys made before this instant are due to be replaced. */
  public Instant dueBefore(Instant now) {
    return now.minus(rotateAfter);
  }

  /**
   * Tell which keys no unexpired token can have been signed with.
   *
   * <p>A key retires when the next one is made, however late that was; what it signed last lives on
   * for a token's lifetime.
   *
   * @param newestFirst when each key was made; not empty
   * @return keys made before this instant may be forgotten
   */
  public Instant forgettableBefore(List<Instant> newestFirst, Instant now) {
    Instant stillSigningAfter = now.minus(tokenLifetime).minus(HANDOVER);
    for (Instant madeAt : newestFirst) {
      if (madeAt.isBefore(stillSigningAfter)) {
        return madeAt; // it signed what lives now; all before it had retired by then
      }
    }
    return newestFirst.getLast();
  }
}
