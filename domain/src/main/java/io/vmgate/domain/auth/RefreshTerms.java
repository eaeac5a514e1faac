package io.vmgate.domain.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Say how long sign-ins can be renewed.
 *
 * @param idle how long a refresh token waits to be used; each use gives a new one
 * @param longest how long after the password was typed it must be typed again, whatever was renewed
 * @param grace how long after its use a token may be used again: the answer to the first use may
 *     have been lost, and two tabs of one browser may use it at once
 */
public record RefreshTerms(Duration idle, Duration longest, Duration grace) {
  private static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  /** What holds unless an operator says otherwise. */
  public static final RefreshTerms USUAL = of(Duration.ofHours(12), Duration.ofDays(7));

  public RefreshTerms {
    if (!idle.isPositive() || !longest.isPositive() || grace.isNegative()) {
      throw new IllegalArgumentException("nothing can be renewed within " + idle + ", " + longest);
    }
  }

  /** The usual grace, and these. */
  public static RefreshTerms of(Duration idle, Duration longest) {
    return new RefreshTerms(idle, longest, USUAL_GRACE);
  }

  /** When a token expires that is handed out now. */
  public Instant expiry(Instant now, Instant signInEnds) {
    Instant idleUntil = now.plus(idle);
    return idleUntil.isBefore(signInEnds) ? idleUntil : signInEnds;
  }

  /**
   * Whether somebody else must have had the token too (RFC 9700 §4.14.2): it is shown again long
   * after it was used.
   *
   * @param used when it, or one that was handed out in its place, was used first; null if never
   */
  public boolean isReuse(@Nullable Instant used, Instant now) {
    return used != null && now.isAfter(used.plus(grace));
  }
}
