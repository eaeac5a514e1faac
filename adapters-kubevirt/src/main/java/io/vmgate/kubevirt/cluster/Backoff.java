package io.vmgate.kubevirt.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Says how long to wait before the next try: twice as long each time, and never quite as long as
 * another feed, so that a cluster that comes back is not met by all at once.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration least;
  private final Duration most;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration least, Duration most, RandomGenerator random) {
    this.least = least;
    this.most = most;
    this.random = random;
  }

  /** Count a failure and tell how long to wait: half to all of the step's length. */
  Duration next() {
    long step = Math.min(most.toMillis(), least.toMillis() << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return Duration.ofMillis(step / 2 + random.nextLong(step / 2 + 1));
  }

  /** How many failures there were in a row. */
  int failures() {
    return failures;
  }

  /** Begin anew after a success. */
  void reset() {
    failures = 0;
  }
}
