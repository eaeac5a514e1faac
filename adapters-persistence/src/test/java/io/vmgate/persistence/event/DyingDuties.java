package io.vmgate.persistence.event;

import io.vmgate.application.duty.Duties;
import io.vmgate.domain.PlatformFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Duties of a replica that is cut off for good: nothing is extended and nothing given back. */
final class DyingDuties implements Duties {
  private final Duties duties;
  private volatile boolean dead;

  DyingDuties(Duties duties) {
    this.duties = duties;
  }

  void die() {
    dead = true;
  }

  @Override
  public Optional<Duty> take(String name, UUID replica, Duration term) {
    requireAlive();
    return duties.take(name, replica, term);
  }

  @Override
  public void release(Duty duty) {
    requireAlive();
    duties.release(duty);
  }

  private void requireAlive() {
    if (dead) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
