package io.vmgate.persistence.limit;

import io.github.bucket4j.TimeMeter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Tells Bucket4j the time of day, which is what replicas have in common. */
record WallClock(InstantSource source) implements TimeMeter {
  @Override
  public long currentTimeNanos() {
    Instant now = source.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }
}
