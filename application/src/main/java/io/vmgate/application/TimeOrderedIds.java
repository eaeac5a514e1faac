package io.vmgate.application;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Make ids of the time and of chance: UUID version 7 (RFC 9562 §5.7). They sort by when they were
 * made, which keeps a database's indexes compact. Safe for any number of threads if the random
 * generator is.
 */
public final class TimeOrderedIds implements IdSource {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final RandomGenerator random;

  /** Take the time from the clock, and chance from a generator that cannot be guessed. */
  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public UUID next() {
    long high = clock.millis() << 16 | VERSION_7 | random.nextLong() & 0x0FFF;
    long low = VARIANT | random.nextLong() >>> 2;
    return new UUID(high, low);
  }
}
