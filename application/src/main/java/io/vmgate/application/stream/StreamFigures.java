package io.vmgate.application.stream;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Count how well this replica keeps up with the log of changes. Safe for any number of threads. */
public final class StreamFigures {
  private final LongAdder changes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private volatile long readNanos = System.nanoTime();
  private volatile Duration lag = Duration.ZERO;

  /** Note that the log was read to its end. */
  public void read() {
    readNanos = System.nanoTime();
    reads.increment();
  }

  /**
   * Note that changes were handed on.
   *
   * @param oldest how long before that the first of them was written, by the database's clock
   */
  public void handedOn(int count, Duration oldest) {
    changes.add(count);
    lag = oldest;
  }

  /** How often the log was read to its end. */
  public long reads() {
    return reads.sum();
  }

  /** How many changes were handed on. */
  public long changes() {
    return changes.sum();
  }

  /** How long before it was handed on the last change had been written. */
  public Duration lag() {
    return lag;
  }

  /** How long ago the log was last read to its end; about a second while nothing happens. */
  public Duration sinceRead() {
    return Duration.ofNanos(System.nanoTime() - readNanos);
  }
}
