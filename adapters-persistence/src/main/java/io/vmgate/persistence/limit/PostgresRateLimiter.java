package io.vmgate.persistence.limit;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.limit.Limit;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts calls on buckets in PostgreSQL, exactly or a portion at a time. */
@Singleton
public final class PostgresRateLimiter implements RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresRateLimiter.class);

  /** How long nothing is settled once the database was found to be away. */
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  /** How long a call waits for its turn to be counted. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Who calls without end must not take every connection away from others. */
  private final Semaphore drawing = new Semaphore(2, true);

  record Key(Limit limit, String who) {}

  private final SharedBuckets shared;
  private final TimeMeter clock;
  private final Refusals refusals;
  private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
  // One at a time: settling is in no hurry, and must not take connections away from requests.
  private final ExecutorService settler =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("settle-limits").factory());
  private final LongAdder failures = new LongAdder();
  private volatile long quietUntil = Long.MIN_VALUE;

  PostgresRateLimiter(SharedBuckets shared, InstantSource clock) {
    this.shared = shared;
    this.clock = new WallClock(clock);
    this.refusals = new Refusals(this.clock);
  }

  @Override
  public Admission admit(Limit limit, String key) {
    if (limit.isOff()) {
      return new Admission.Admitted();
    }
    return switch (limit.sharing()) {
      case EXACT -> admitExactly(limit, key);
      case IN_PORTIONS -> admitAtOnce(new Key(limit, key));
    };
  }

  @Override
  public int forgetIdle() {
    int before = tallies.size();
    tallies.values().removeIf(Tally::isIdle);
    return before - tallies.size() + shared.forgetFull();
  }

  /** How often replicas could not settle, because the database was away. */
  public long failedSettlements() {
    return failures.sum();
  }

  /** Settle no more; waits for what has begun, since to interrupt it costs a connection. */
  @PreDestroy
  void stop() {
    settler.shutdown();
    try {
      if (!settler.awaitTermination(RECOVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("limits are still being settled at the end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Admission admitExactly(Limit limit, String who) {
    Key key = new Key(limit, who);
    Admission known = refusals.of(key);
    if (known != null) {
      return known;
    }
    ConsumptionProbe probe = inTurn(() -> shared.draw(limit, SharedBuckets.id(limit, who)));
    return probe.isConsumed()
        ? new Admission.Admitted()
        : refusals.add(key, limit, Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private <T> T inTurn(Supplier<T> draw) {
    try {
      if (!drawing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PlatformFailure.DatabaseUnreachable().toException();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformFailure.DatabaseUnreachable().toException(interrupted);
    }
    try {
      return draw.get();
    } finally {
      drawing.release();
    }
  }

  private Admission admitAtOnce(Key key) {
    Tally tally = tallies.computeIfAbsent(key, _ -> new Tally(key.limit(), clock));
    Admission admission = tally.admit();
    if (clock.currentTimeNanos() >= quietUntil && tally.beginsToSettle()) {
      settle(key, tally);
    }
    return admission;
  }

  private void settle(Key key, Tally tally) {
    try {
      settler.execute(() -> settleNow(key, tally));
    } catch (RejectedExecutionException ending) {
      LOG.debug("not settled: the platform is stopping");
    }
  }

  private void settleNow(Key key, Tally tally) {
    try {
      String id = SharedBuckets.id(key.limit(), key.who());
      do {
        tally.settle(calls -> shared.charge(key.limit(), id, calls));
      } while (tally.beginsToSettle()); // for what came meanwhile
    } catch (FailureException away) {
      failures.increment();
      quietUntil = clock.currentTimeNanos() + RECOVERY.toNanos();
      LOG.warn("{}: each replica counts by itself: {}", key.limit().name(), away.getMessage());
    } catch (RuntimeException unforeseen) {
      failures.increment();
      LOG.error("{} was not settled", key.limit().name(), unforeseen);
    }
  }
}
