package io.vmgate.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that are in force. Any thread may call. */
public final class Faults {
  private final InstantSource clock;
  private final List<Active> active = new ArrayList<>();
  private boolean authenticationRefused;

  public Faults(InstantSource clock) {
    this.clock = clock;
  }

  /** Let something go wrong from now on. */
  public synchronized void add(Fault fault) {
    Instant end = fault.period().isZero() ? Instant.MAX : clock.instant().plus(fault.period());
    active.add(new Active(fault, end));
  }

  /** Let everything go right again. */
  public synchronized void clear() {
    active.clear();
    authenticationRefused = false;
  }

  /** Answer 401 even to the right token, or stop doing so. */
  public synchronized void refuseAuthentication(boolean refused) {
    authenticationRefused = refused;
  }

  public synchronized boolean isAuthenticationRefused() {
    return authenticationRefused;
  }

  /** List the faults that still strike. */
  public synchronized List<Fault> inForce() {
    forgetEnded();
    return active.stream().map(entry -> entry.fault).toList();
  }

  /**
   * Say what a request meets, and count it. Delays add up; the first fault that ends a request
   * wins.
   *
   * @return the effects, in the order they were added
   */
  public synchronized Strike strike(String method, String path) {
    forgetEnded();
    Duration delay = Duration.ZERO;
    for (Active entry : active) {
      if (!entry.fault.strikes(method, path)) {
        continue;
      }
      entry.struck++;
      if (entry.fault.effect() instanceof Fault.Effect.Delay(Duration length)) {
        delay = delay.plus(length);
      } else {
        return new Strike(delay, entry.fault.effect());
      }
    }
    return new Strike(delay, null);
  }

  private void forgetEnded() {
    Instant now = clock.instant();
    Iterator<Active> entries = active.iterator();
    while (entries.hasNext()) {
      Active entry = entries.next();
      boolean spent = entry.fault.times() > 0 && entry.struck >= entry.fault.times();
      if (spent || !now.isBefore(entry.end)) {
        entries.remove();
      }
    }
  }

  /**
   * What a request meets.
   *
   * @param delay to wait before anything else
   * @param end how the request ends instead of being answered; null if it is answered
   */
  public record Strike(Duration delay, Fault.@Nullable Effect end) {}

  private static final class Active {
    private final Fault fault;
    private final Instant end;
    private int struck;

    Active(Fault fault, Instant end) {
      this.fault = fault;
      this.end = end;
    }
  }
}
