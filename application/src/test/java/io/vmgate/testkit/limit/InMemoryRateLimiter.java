package io.vmgate.testkit.limit;

import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.limit.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts in memory, in plain arithmetic. */
public final class InMemoryRateLimiter implements RateLimiter {
  private record Key(Limit limit, String who) {}

  /** What is free, and when that was so. */
  private record Bucket(double free, Instant at) {}

  private final InstantSource clock;
  private final Map<Key, Bucket> buckets = new HashMap<>();
  private boolean unreachable;

  public InMemoryRateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  /** Behave as if the database were away, or back again. */
  public synchronized void setUnreachable(boolean unreachable) {
    this.unreachable = unreachable;
  }

  @Override
  public synchronized Admission admit(Limit limit, String key) {
    if (limit.isOff()) {
      return new Admission.Admitted();
    }
    if (unreachable && limit.sharing() == Limit.Sharing.EXACT) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    double free = free(new Key(limit, key));
    // A millionth less than one is one that rounding has nibbled at.
    boolean admitted = free >= 1 - 1e-6;
    buckets.put(new Key(limit, key), new Bucket(admitted ? free - 1 : free, clock.instant()));
    if (admitted) {
      return new Admission.Admitted();
    }
    double nanos = (1 - free) * limit.period().toNanos() / limit.calls();
    return new Admission.Refused(limit, Duration.ofNanos(Math.max(1, Math.round(nanos))));
  }

  @Override
  public synchronized int forgetIdle() {
    int before = buckets.size();
    buckets.keySet().removeIf(key -> free(key) >= key.limit().calls());
    return before - buckets.size();
  }

  private double free(Key key) {
    Limit limit = key.limit();
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      return limit.calls();
    }
    double passed = Duration.between(bucket.at(), clock.instant()).toNanos();
    return Math.min(
        limit.calls(), bucket.free() + passed / limit.period().toNanos() * limit.calls());
  }
}
