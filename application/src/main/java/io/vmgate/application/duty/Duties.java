package io.vmgate.application.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives each duty to one replica at a time.
 *
 * <p>A replica holds a duty by a lease that it extends while it lives. Whether a lease has run out
 * is decided by the database's clock alone. Each holding has a number, and whoever writes on duty
 * has it checked in the same transaction, so that a replica which was only asleep does no harm when
 * it wakes.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
public interface Duties {
  /**
   * Take the duty, or extend the lease when the replica has it already, also one that has run out
   * if nobody else has taken it.
   *
   * @return empty while another replica has it
   */
  Optional<Duty> take(String name, UUID replica, Duration term);

  /** Give the duty back, so that others need not wait; nothing happens if it is another's now. */
  void release(Duty duty);

  /**
   * The right to do something.
   *
   * @param number grows each time that another replica takes the duty
   * @param vacantSince when the lease of the replica before ended, by the database's clock; null
   *     when there was none
   */
  record Duty(String name, UUID holder, long number, @Nullable Instant vacantSince) {}
}
