package io.vmgate.domain.limit;

import java.time.Duration;

/**
 * Bound how often the same somebody may do something: {@code calls} at once, and from then on as
 * many in each {@code period} as they come free one by one.
 *
 * @param name of the limit, lower case with hyphens; in the database, in metrics and in the log
 * @param calls in a period; 0 is no limit
 * @param period positive
 * @param sharing how replicas count together
 */
public record Limit(String name, int calls, Duration period, Sharing sharing) {
  public Limit {
    if (calls < 0 || !period.isPositive()) {
      throw new IllegalArgumentException(name + ": " + calls + " calls in " + period);
    }
  }

  /** How replicas count together. */
  public enum Sharing {
    /** Every call is counted where all replicas see it: exact, and a trip to the database. */
    EXACT,
    /**
     * Each replica counts by itself and settles with the others a {@link #portion} at a time:
     * nearly free. For each replica there is, a portion more may be let through than the limit
     * says; it is paid back, so that over time the limit holds.
     */
    IN_PORTIONS
  }

  private static final int PORTIONS = 20;

  /** Allow so many calls a minute, counted exactly. */
  public static Limit exact(String name, int callsPerMinute) {
    return new Limit(name, callsPerMinute, Duration.ofMinutes(1), Sharing.EXACT);
  }

  /** Allow so many calls a minute, counted in portions. */
  public static Limit inPortions(String name, int callsPerMinute) {
    return new Limit(name, callsPerMinute, Duration.ofMinutes(1), Sharing.IN_PORTIONS);
  }

  /** Tell whether nothing is limited. */
  public boolean isOff() {
    return calls == 0;
  }

  /** How many calls a replica lets through before it tells the others; at least one. */
  public int portion() {
    return Math.max(1, calls / PORTIONS);
  }
}
