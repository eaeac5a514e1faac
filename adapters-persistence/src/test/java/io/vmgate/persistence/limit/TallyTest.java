package io.vmgate.persistence.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.Bucket;
import io.vmgate.application.limit.Admission;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.limit.Limit;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two replicas' tallies over one shared bucket, settled at once whenever a portion is together. */
class TallyTest {
  private static final Limit LIMIT = Limit.inPortions("calls", 100);

  private final ManualClock clock = new ManualClock();
  private final WallClock meter = new WallClock(clock);
  private final Bucket shared =
      Bucket.builder()
          .addLimit(limit -> limit.capacity(100).refillGreedy(100, Duration.ofMinutes(1)))
          .withCustomTimePrecision(meter)
          .build();
  private final Tally one = new Tally(LIMIT, meter);
  private final Tally other = new Tally(LIMIT, meter);

  @Test
  void letsThroughAtMostAPortionMoreForEachReplica() {
    int through = 0;
    for (int i = 0; i < 200; i++) {
      through += call(one) + call(other);
    }

    assertThat(through).isBetween(100, 100 + 2 * LIMIT.portion());
  }

  @Test
  void keepsToTheLimitOverTime() {
    int through = 0;
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 10; i++) {
        through += call(one) + call(other);
      }
      clock.advance(Duration.ofSeconds(1));
    }

    // What was there at first, and ten minutes' worth.
    assertThat(through).isBetween(1_000, 1_100 + 2 * LIMIT.portion());
  }

  @Test
  void refusesHereWhatWasUsedUpThere() {
    for (int i = 0; i < 100; i++) {
      call(one);
    }
    for (int i = 0; i < LIMIT.portion(); i++) {
      assertThat(call(other)).isEqualTo(1);
    }

    assertThat(call(other)).isZero();
  }

  @Test
  void countsByItselfWhileTheDatabaseIsAwayAndOwesNoMoreThanTheLimitAfterwards() {
    int through = 0;
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 10; i++) {
        through += one.admit() instanceof Admission.Admitted ? 1 : 0;
        if (one.beginsToSettle()) {
          assertThatThrownBy(() -> one.settle(TallyTest::away))
              .isInstanceOf(FailureException.class);
        }
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(through).isBetween(1_000, 1_100);

    assertThat(one.beginsToSettle()).isTrue();
    one.settle(this::charge);
    clock.advance(Duration.ofMinutes(1));
    assertThat(call(one)).isEqualTo(1);
  }

  @Test
  void isIdleOnceItsBucketIsFullAgain() {
    call(one);
    assertThat(one.isIdle()).isFalse();

    clock.advance(Duration.ofSeconds(61));
    assertThat(one.isIdle()).isTrue();
  }

  private int call(Tally tally) {
    boolean admitted = tally.admit() instanceof Admission.Admitted;
    if (tally.beginsToSettle()) {
      tally.settle(this::charge);
    }
    return admitted ? 1 : 0;
  }

  private long charge(long calls) {
    return shared
        .asVerbose()
        .consumeIgnoringRateLimits(calls)
        .getDiagnostics()
        .getAvailableTokens();
  }

  private static long away(long calls) {
    throw new PlatformFailure.DatabaseUnreachable().toException();
  }
}
