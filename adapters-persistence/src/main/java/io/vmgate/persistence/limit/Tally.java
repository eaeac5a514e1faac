package io.vmgate.persistence.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vmgate.application.limit.Admission;
import io.vmgate.domain.limit.Limit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * What one replica counts of somebody's calls: a bucket of its own, and how many calls the shared
 * bucket has not been charged for yet. Its bucket never has more in it than the shared one had when
 * the two were last settled, and fills as fast, so it may owe as well.
 */
final class Tally {
  private final Limit limit;
  private final TimeMeter clock;
  private final Bucket bucket;
  private final AtomicLong unsettled = new AtomicLong();
  private final AtomicBoolean settling = new AtomicBoolean();
  private volatile long lastCall;

  Tally(Limit limit, TimeMeter clock) {
    this.limit = limit;
    this.clock = clock;
    this.bucket =
        Bucket.builder()
            .addLimit(
                bandwidth ->
                    bandwidth.capacity(limit.calls()).refillGreedy(limit.calls(), limit.period()))
            .withCustomTimePrecision(clock)
            .build();
    this.lastCall = clock.currentTimeNanos();
  }

  Admission admit() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    lastCall = clock.currentTimeNanos();
    if (!probe.isConsumed()) {
      return new Admission.Refused(limit, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    unsettled.incrementAndGet();
    return new Admission.Admitted();
  }

  /** Tell whether a portion has come together; answers yes to one caller until it has settled. */
  boolean beginsToSettle() {
    return unsettled.get() >= limit.portion() && settling.compareAndSet(false, true);
  }

  /**
   * Settle with the shared bucket.
   *
   * @param charge draws that many calls from it and tells what is left
   */
  void settle(LongUnaryOperator charge) {
    long calls = unsettled.getAndSet(0);
    try {
      long left = charge.applyAsLong(calls) - unsettled.get();
      long tooMany = bucket.getAvailableTokens() - left;
      if (tooMany > 0) {
        bucket.consumeIgnoringRateLimits(tooMany);
      }
    } catch (RuntimeException failed) {
      // Owed still; but a database that was away for an hour is no reason to refuse for an hour.
      unsettled.updateAndGet(since -> Math.min(limit.calls(), since + calls));
      throw failed;
    } finally {
      settling.set(false);
    }
  }

  /** Tell whether nobody could tell this tally from a new one. */
  boolean isIdle() {
    long quiet = clock.currentTimeNanos() - lastCall;
    return quiet > limit.period().toNanos() && bucket.getAvailableTokens() >= limit.calls();
  }
}
