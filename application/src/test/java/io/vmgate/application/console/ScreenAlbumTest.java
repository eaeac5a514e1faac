package io.vmgate.application.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScreenAlbumTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ManualClock clock = new ManualClock();
  private final ScreenAlbum album =
      new ScreenAlbum(2, Duration.ofSeconds(3), Duration.ofSeconds(30), clock);
  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void takesAPictureAgainOnlyWhenTheLastIsOld() {
    byte[] first = album.of(vm(1), this::picture);
    clock.advance(Duration.ofMillis(2_999));
    assertThat(album.of(vm(1), this::picture)).isSameAs(first);
    assertThat(album.of(vm(2), this::picture)).isNotSameAs(first);

    clock.advance(Duration.ofMillis(1));
    assertThat(album.of(vm(1), this::picture)).isNotSameAs(first);
    assertThat(taken).hasValue(3);
  }

  @Test
  void takesOnePictureForAllWhoAskAtOnce() throws Exception {
    CountDownLatch light = new CountDownLatch(1);
    Supplier<byte[]> slow = () -> waitFor(light);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> album.of(vm(1), slow)));
      }
      await().atMost(PATIENCE).until(() -> taken.get() == 1);
      light.countDown();
      for (Future<byte[]> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isSameAs(answers.getFirst().get());
      }
    }
    assertThat(taken).hasValue(1);
  }

  @Test
  void takesFewPicturesAtATime() throws Exception {
    CountDownLatch light = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        VmId vm = vm(i);
        answers.add(threads.submit(() -> album.of(vm, () -> waitFor(light))));
      }
      await().atMost(PATIENCE).until(() -> taken.get() == 2);
      await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> taken.get() == 2);
      light.countDown();
      for (Future<byte[]> answer : answers) {
        answer.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(taken).hasValue(10);
  }

  @Test
  void remembersNoFailure() {
    Supplier<byte[]> broken =
        () -> {
          throw new PlatformFailure.ClusterUnreachable("away").toException();
        };
    assertThatThrownBy(() -> album.of(vm(1), broken)).isInstanceOf(FailureException.class);

    assertThat(album.of(vm(1), this::picture)).hasSize(1);
  }

  @Test
  void keepsNobodyWaitingForAPictureThatNeverComes() {
    Supplier<byte[]> broken =
        () -> {
          throw new AssertionError("not even an exception");
        };
    assertThatThrownBy(() -> album.of(vm(1), broken)).isInstanceOf(AssertionError.class);

    assertThat(CompletableFuture.supplyAsync(() -> album.of(vm(1), this::picture)))
        .succeedsWithin(PATIENCE);
  }

  @Test
  void holdsNoMoreThanItMay() {
    byte[] large = new byte[40 << 20];
    album.of(vm(1), () -> large);
    album.of(vm(2), () -> large.clone());

    album.of(vm(1), this::picture);
    assertThat(taken).hasValue(1); // the first had to go
  }

  private byte[] picture() {
    return new byte[] {(byte) taken.incrementAndGet()};
  }

  private byte[] waitFor(CountDownLatch light) {
    taken.incrementAndGet();
    try {
      if (!light.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("no light");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return new byte[1];
  }

  private static VmId vm(long number) {
    return new VmId(new UUID(4, number));
  }
}
