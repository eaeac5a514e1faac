package io.vmgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final AtomicInteger value = new AtomicInteger(1);
  private final AtomicInteger reads = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean away;

  @Test
  void readsAnewOnTheInterval() {
    try (Remembered<Integer> remembered = remembered(Duration.ofMillis(10))) {
      assertThat(remembered.get()).isEqualTo(1);
      value.set(2);
      await().atMost(SOON).until(() -> remembered.get() == 2);
    }
  }

  @Test
  void goesOnWithTheLastKnownValueUntilTheDatabaseIsBack() {
    try (Remembered<Integer> remembered = remembered(Duration.ofMillis(10))) {
      assertThat(remembered.get()).isEqualTo(1);
      away = true;
      value.set(2);
      assertThatExceptionOfType(FailureException.class).isThrownBy(remembered::refresh);
      assertThat(remembered.get()).isEqualTo(1);
      away = false;
      await().atMost(SOON).until(() -> remembered.get() == 2);
    }
  }

  @Test
  void failsOnlyWhileNothingWasEverRead() {
    away = true;
    try (Remembered<Integer> remembered = remembered(Duration.ofHours(1))) {
      assertThatExceptionOfType(FailureException.class).isThrownBy(remembered::get);
      away = false;
      assertThat(remembered.get()).isEqualTo(1);
    }
  }

  @Test
  void knowsAtOnceWhatARefreshRead() {
    try (Remembered<Integer> remembered = remembered(Duration.ofHours(1))) {
      remembered.get();
      value.set(2);
      assertThat(remembered.refresh()).isEqualTo(2);
      assertThat(remembered.get()).isEqualTo(2);
    }
  }

  @Test
  void readsSoonForWhoCannotWaitLong() {
    try (Remembered<Integer> remembered = remembered(Duration.ofHours(1))) {
      remembered.get();
      value.set(2);
      assertThat(remembered.refreshWithin(SOON)).isEqualTo(2);
    }
  }

  @Test
  void keepsNobodyWaitingForASlowDatabase() {
    CountDownLatch slow = new CountDownLatch(1);
    try (Remembered<Integer> remembered = remembered(Duration.ofHours(1))) {
      remembered.refreshWithin(SOON); // behind the very first read, which the timer began
      gate = slow;
      value.set(2);
      assertThat(remembered.refreshWithin(Duration.ofMillis(20))).isEqualTo(1);
      slow.countDown();
      await().atMost(SOON).until(() -> remembered.get() == 2);
    }
  }

  @Test
  void asksNobodyInAHurryForADatabaseKnownToBeAway() {
    try (Remembered<Integer> remembered = remembered(Duration.ofHours(1))) {
      remembered.get();
      away = true;
      remembered.refreshWithin(SOON);
      int before = reads.get();
      assertThat(remembered.refreshWithin(SOON)).isEqualTo(1);
      assertThat(reads).hasValue(before);
    }
  }

  private Remembered<Integer> remembered(Duration interval) {
    return new Remembered<>("a number", this::read, interval);
  }

  private Integer read() {
    reads.incrementAndGet();
    try {
      assertThat(gate.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    return value.get();
  }
}
