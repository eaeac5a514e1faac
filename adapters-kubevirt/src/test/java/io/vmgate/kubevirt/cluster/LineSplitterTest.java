package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountingBody body = new CountingBody();

  @Test
  void putsLinesTogetherHoweverTheyArrive() {
    LineSplitter splitter = new LineSplitter(this::take);

    splitter.consume(chunks("on", "e\ntw"), body);
    splitter.consume(chunks("o\n\nthr"), body);
    assertThat(lines).containsExactly("one", "two");
    splitter.consume(chunks("ee\nfour\n", "rest"), body);

    assertThat(lines).containsExactly("one", "two", "three", "four");
    assertThat(body.asked).isEqualTo(3);
  }

  @Test
  void takesLinesOfAnyLength() {
    LineSplitter splitter = new LineSplitter(this::take);
    String line = "x".repeat(3_000_000);

    splitter.consume(chunks(line.substring(0, 2_000_000)), body);
    splitter.consume(chunks(line.substring(2_000_000) + "\nshort\n"), body);

    assertThat(lines).containsExactly(line, "short");
  }

  @Test
  void takesNothingOnceStoppedAndStopsOnlyWhenNothingIsBeingTaken() throws InterruptedException {
    CountDownLatch taking = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    LineSplitter splitter =
        new LineSplitter(
            (bytes, offset, length) -> {
              taking.countDown();
              awaitQuietly(mayGoOn);
              take(bytes, offset, length);
            });
    Thread client = Thread.ofVirtual().start(() -> splitter.consume(chunks("one\ntwo\n"), body));
    assertThat(taking.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Thread stopping = Thread.ofVirtual().start(() -> stop(splitter));
    await().atMost(LIMIT).until(() -> stopping.getState() == Thread.State.WAITING);
    assertThat(lines).isEmpty();
    mayGoOn.countDown();
    assertThat(stopping.join(LIMIT)).isTrue();
    assertThat(lines).containsExactly("one", "two");
    assertThat(client.join(LIMIT)).isTrue();

    splitter.consume(chunks("three\n"), body);
    assertThat(lines).containsExactly("one", "two");
  }

  private void take(byte[] bytes, int offset, int length) {
    lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  private static void stop(LineSplitter splitter) {
    try {
      splitter.stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<ByteBuffer> chunks(String... texts) {
    return List.of(texts).stream()
        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static final class CountingBody implements AsyncBody {
    private int asked;

    @Override
    public void consume() {
      asked++;
    }

    @Override
    public CompletableFuture<Void> done() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel() {}
  }
}
