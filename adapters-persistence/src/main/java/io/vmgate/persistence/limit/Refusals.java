package io.vmgate.persistence.limit;

import io.github.bucket4j.TimeMeter;
import io.vmgate.application.limit.Admission;
import io.vmgate.domain.limit.Limit;
import io.vmgate.persistence.limit.PostgresRateLimiter.Key;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who was refused until when, so that whoever goes on calling costs the database nothing.
 * What is remembered stays true: a bucket that is empty until then can only become emptier.
 */
final class Refusals {
  private static final int MOST = 10_000;

  private final Map<Key, Long> until = new ConcurrentHashMap<>();
  private final TimeMeter clock;

  Refusals(TimeMeter clock) {
    this.clock = clock;
  }

  /** The refusal that still stands; null when there is none. */
  @Nullable Admission of(Key key) {
    Long end = until.get(key);
    if (end == null) {
      return null;
    }
    long left = end - clock.currentTimeNanos();
    if (left <= 0) {
      until.remove(key, end);
      return null;
    }
    return new Admission.Refused(key.limit(), Duration.ofNanos(left));
  }

  Admission add(Key key, Limit limit, Duration delay) {
    if (until.size() >= MOST) {
      long now = clock.currentTimeNanos();
      until.values().removeIf(end -> end <= now);
    }
    if (until.size() < MOST) {
      until.put(key, clock.currentTimeNanos() + delay.toNanos());
    }
    return new Admission.Refused(limit, delay);
  }
}
