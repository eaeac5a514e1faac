package io.vmgate.testkit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.limit.Limit;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every limiter does. */
public interface RateLimiterContract {
  /** A limiter that goes by {@link #clock}. */
  RateLimiter limiter();

  ManualClock clock();

  @ParameterizedTest
  @EnumSource(Limit.Sharing.class)
  default void admitsUpToTheLimitAndSaysHowLongToWait(Limit.Sharing sharing) {
    Limit limit = limit("up-to", 6, sharing);

    assertThat(admitted(limit, "ann", 20)).isEqualTo(6);
    assertThat(limiter().admit(limit, "ann"))
        .isEqualTo(new Admission.Refused(limit, Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @EnumSource(Limit.Sharing.class)
  default void admitsOneMoreForEveryPartOfThePeriod(Limit.Sharing sharing) {
    Limit limit = limit("one-more", 6, sharing);
    assertThat(admitted(limit, "ann", 6)).isEqualTo(6);

    clock().advance(Duration.ofSeconds(9));
    assertThat(limiter().admit(limit, "ann"))
        .isEqualTo(new Admission.Refused(limit, Duration.ofSeconds(1)));
    clock().advance(Duration.ofSeconds(1));
    assertThat(admitted(limit, "ann", 5)).isEqualTo(1);
    clock().advance(Duration.ofMinutes(10));
    assertThat(admitted(limit, "ann", 20)).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(Limit.Sharing.class)
  default void keepsPeopleAndLimitsApart(Limit.Sharing sharing) {
    Limit limit = limit("apart", 2, sharing);
    Limit other = limit("apart-too", 2, sharing);
    assertThat(admitted(limit, "ann", 5)).isEqualTo(2);

    assertThat(admitted(limit, "bob", 5)).isEqualTo(2);
    assertThat(admitted(other, "ann", 5)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Limit.Sharing.class)
  default void admitsEverythingWhereThereIsNoLimit(Limit.Sharing sharing) {
    assertThat(admitted(limit("off", 0, sharing), "ann", 1_000)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource(Limit.Sharing.class)
  default void takesAnyKey(Limit.Sharing sharing) {
    Limit limit = limit("any", 1, sharing);
    for (String key : new String[] {"", "a\0b", "用户", "x".repeat(5_000), "'; DROP TABLE"}) {
      assertThat(admitted(limit, key, 2)).as(key).isEqualTo(1);
    }
  }

  @Test
  default void forgetsNobodyWhoMayStillHaveToWait() {
    Limit exact = limit("still", 2, Limit.Sharing.EXACT);
    Limit portions = limit("still", 2, Limit.Sharing.IN_PORTIONS);
    admitted(exact, "ann", 2);
    admitted(portions, "ann", 2);

    limiter().forgetIdle();

    assertThat(admitted(exact, "ann", 1)).isZero();
    assertThat(admitted(portions, "ann", 1)).isZero();
  }

  private int admitted(Limit limit, String key, int calls) {
    return (int)
        IntStream.range(0, calls)
            .filter(_ -> limiter().admit(limit, key) instanceof Admission.Admitted)
            .count();
  }

  private static Limit limit(String name, int calls, Limit.Sharing sharing) {
    return new Limit(name, calls, Duration.ofMinutes(1), sharing);
  }
}
