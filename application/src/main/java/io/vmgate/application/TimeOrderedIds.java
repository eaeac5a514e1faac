package io.vmgate.application;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Make ids of the time and of chance: UUID version 7 (RFC 9562 §5.7). They sort by when they were
 * made, which keeps a database's indexes compact; those of one source do so within a millisecond,
 * and when the clock is set back (§6.2, method 1). Safe for any number of threads if the random
 * generator is.
 */
public final class TimeOrderedIds implements IdSource {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int COUNTER_BITS = 12;
  private static final long COUNTER = 0x0FFFL;

  /** A counter begins in its lower half: the upper one is left to count in. */
  private static final long FIRST_COUNTS = 0x07FFL;

  private final InstantSource clock;
  private final RandomGenerator random;

  /** The millisecond and the counter of the last id; a full counter goes on in the next one. */
  private final AtomicLong last = new AtomicLong();

  /** Take the time from the clock, and chance from a generator that cannot be guessed. */
  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public UUID next() {
    long first = clock.millis() << COUNTER_BITS | random.nextLong() & FIRST_COUNTS;
    long mine = last.updateAndGet(before -> isLater(first, before) ? first : before + 1);
    long high = (mine & ~COUNTER) << 4 | VERSION_7 | mine & COUNTER;
    long low = VARIANT | random.nextLong() >>> 2;
    return new UUID(high, low);
  }

  private static boolean isLater(long one, long other) {
    return one >>> COUNTER_BITS > other >>> COUNTER_BITS;
  }
}
