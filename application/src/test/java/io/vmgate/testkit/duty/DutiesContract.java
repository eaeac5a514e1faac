package io.vmgate.testkit.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.duty.Duties;
import io.vmgate.application.duty.Duties.Duty;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What everybody who gives duties does. */
public interface DutiesContract {
  UUID ONE = new UUID(0, 1);
  UUID TWO = new UUID(0, 2);
  Duration LONG = Duration.ofMinutes(1);
  Duration SHORT = Duration.ofMillis(50);

  /** Nobody has a duty yet. */
  Duties noDuties();

  /** Let the short term run out. */
  void wait(Duties duties);

  /** Whether a write on this duty would be let through. */
  boolean holds(Duties duties, Duty duty);

  @Test
  default void givesADutyToOneAtATime() {
    Duties duties = noDuties();
    Duty first = duties.take("cook", ONE, LONG).orElseThrow();

    assertThat(duties.take("cook", TWO, LONG)).isEmpty();
    assertThat(duties.take("wash", TWO, LONG)).isPresent();
    assertThat(first.vacantSince()).isNull();
    assertThat(holds(duties, first)).isTrue();
  }

  @Test
  default void extendsForWhoHasItAlready() {
    Duties duties = noDuties();
    Duty first = duties.take("cook", ONE, SHORT).orElseThrow();
    wait(duties);

    assertThat(duties.take("cook", ONE, LONG)).contains(first);
    assertThat(duties.take("cook", TWO, LONG)).isEmpty();
  }

  @Test
  default void passesOnWhatWhoDiedHad() {
    Duties duties = noDuties();
    Duty first = duties.take("cook", ONE, SHORT).orElseThrow();
    wait(duties);

    Duty second = duties.take("cook", TWO, LONG).orElseThrow();

    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(second.vacantSince()).isNotNull();
    assertThat(holds(duties, first)).isFalse();
    assertThat(holds(duties, second)).isTrue();
    assertThat(duties.take("cook", ONE, LONG)).isEmpty();
  }

  @Test
  default void takesADutyBackAtOnce() {
    Duties duties = noDuties();
    Duty first = duties.take("cook", ONE, LONG).orElseThrow();

    duties.release(first);

    assertThat(holds(duties, first)).isFalse();
    Duty second = duties.take("cook", TWO, LONG).orElseThrow();
    duties.release(first);
    assertThat(holds(duties, second)).isTrue();
  }

  @Test
  default void givesItToOneOfManyThatAskAtOnce() throws InterruptedException {
    Duties duties = noDuties();
    AtomicReference<Integer> winners = new AtomicReference<>(0);
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      UUID replica = new UUID(1, i);
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () ->
                      duties
                          .take("cook", replica, LONG)
                          .ifPresent(_ -> winners.updateAndGet(count -> count + 1)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> winners.get() > 0);
    assertThat(winners).hasValue(1);
  }
}
