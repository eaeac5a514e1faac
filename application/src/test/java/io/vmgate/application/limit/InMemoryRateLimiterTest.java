package io.vmgate.application.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.limit.Limit;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.limit.InMemoryRateLimiter;
import io.vmgate.testkit.limit.RateLimiterContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryRateLimiterTest implements RateLimiterContract {
  private final ManualClock clock = new ManualClock();
  private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(clock);

  @Override
  public RateLimiter limiter() {
    return limiter;
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Test
  void forgetsWhoeverHasWaitedLongEnough() {
    limiter.admit(Limit.exact("idle", 2), "ann");
    clock.advance(Duration.ofMinutes(1));

    assertThat(limiter.forgetIdle()).isEqualTo(1);
  }
}
