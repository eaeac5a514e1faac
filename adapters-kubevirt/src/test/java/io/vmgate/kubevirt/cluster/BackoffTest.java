package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new Random(7));

  @Test
  void waitsTwiceAsLongEachTimeUpToTheMost() {
    long step = 200;
    for (int failure = 0; failure < 40; failure++) {
      assertThat(backoff.next().toMillis()).isBetween(step / 2, step);
      step = Math.min(10_000, step * 2);
    }
    assertThat(backoff.failures()).isEqualTo(40);
  }

  @Test
  void beginsAnewAfterASuccess() {
    for (int failure = 0; failure < 10; failure++) {
      backoff.next();
    }

    backoff.reset();

    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
  }
}
