package io.vmgate.simulator.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that moves only when a test says so; the clock of the same cluster. */
final class ManualTimers implements Timers, InstantSource {
  private Instant now = Instant.parse("2026-09-01T08:00:00Z");
  private final List<Due> due = new ArrayList<>();
  private long count;

  private record Due(Instant at, long order, Runnable work) {}

  @Override
  public void after(Duration delay, Runnable work) {
    due.add(new Due(now.plus(delay), count++, work));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Let time pass, running what becomes due on the way, in order. */
  void pass(Duration length) {
    Instant end = now.plus(length);
    while (true) {
      Due next =
          due.stream()
              .filter(entry -> !entry.at.isAfter(end))
              .min(Comparator.comparing(Due::at).thenComparing(Due::order))
              .orElse(null);
      if (next == null) {
        now = end;
        return;
      }
      due.remove(next);
      now = next.at.isAfter(now) ? next.at : now;
      next.work.run();
    }
  }

  @Override
  public void close() {
    due.clear();
  }
}
