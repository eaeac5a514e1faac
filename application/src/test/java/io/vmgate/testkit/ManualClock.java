package io.vmgate.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to go on. Safe for any number of threads. */
public final class ManualClock implements InstantSource {
  /** When a clock starts that was not told otherwise. */
  public static final Instant START = Instant.parse("2026-01-15T10:00:00Z");

  private final AtomicReference<Instant> now;

  public ManualClock() {
    this(START);
  }

  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Let time pass; answers the time it is then. */
  public Instant advance(Duration by) {
    return now.updateAndGet(instant -> instant.plus(by));
  }
}
