package io.vmgate.testkit.duty;

import io.vmgate.application.duty.Duties;
import io.vmgate.domain.PlatformFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives duties by a clock that the test moves. */
public final class InMemoryDuties implements Duties {
  private record Lease(Duty duty, boolean given, Instant end) {}

  private final Map<String, Lease> leases = new HashMap<>();
  private final InstantSource clock;
  private boolean away;

  public InMemoryDuties(InstantSource clock) {
    this.clock = clock;
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  /** Whether nobody has taken the duty over since. */
  public synchronized boolean holds(Duty duty) {
    Lease lease = leases.get(duty.name());
    return lease != null && lease.given() && lease.duty().equals(duty);
  }

  @Override
  public synchronized Optional<Duty> take(String name, UUID replica, Duration term) {
    requireThere();
    Instant now = clock.instant();
    Lease lease = leases.get(name);
    boolean same = lease != null && lease.given() && lease.duty().holder().equals(replica);
    if (lease != null && lease.given() && !same && lease.end().isAfter(now)) {
      return Optional.empty();
    }
    Duty duty =
        same && lease != null
            ? lease.duty()
            : new Duty(
                name,
                replica,
                lease == null ? 1 : lease.duty().number() + 1,
                lease == null ? null : lease.end());
    leases.put(name, new Lease(duty, true, now.plus(term)));
    return Optional.of(duty);
  }

  @Override
  public synchronized void release(Duty duty) {
    requireThere();
    if (holds(duty)) {
      leases.put(duty.name(), new Lease(duty, false, clock.instant()));
    }
  }

  private void requireThere() {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
