package io.vmgate.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.bus.Doorbell;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every doorbell does. */
public interface DoorbellContract {
  Duration PATIENCE = Duration.ofSeconds(20);

  /** A doorbell that nobody else listens to. */
  Doorbell doorbell();

  @Test
  default void wakesAllWhoListenToTheChannel() {
    Doorbell bell = doorbell();
    Ears one = new Ears();
    Ears two = new Ears();
    Ears other = new Ears();
    try (var _ = bell.listen("contract", one);
        var _ = bell.listen("contract", two);
        var _ = bell.listen("contract_of_others", other)) {
      await().atMost(PATIENCE).until(() -> one.gaps.get() > 0 && other.gaps.get() > 0);

      bell.ring("contract", "an 'ä");

      await().atMost(PATIENCE).until(() -> one.heard.contains("an 'ä"));
      await().atMost(PATIENCE).until(() -> two.heard.contains("an 'ä"));
      assertThat(other.heard).isEmpty();
    }
  }

  @Test
  default void wakesNobodyWhoHasLeft() {
    Doorbell bell = doorbell();
    Ears gone = new Ears();
    Ears there = new Ears();
    bell.listen("contract_leaving", gone).close();
    try (var _ = bell.listen("contract_leaving", there)) {
      await().atMost(PATIENCE).until(() -> there.gaps.get() > 0);
      bell.ring("contract_leaving", "hello");
      await().atMost(PATIENCE).until(() -> there.heard.contains("hello"));
      assertThat(gone.heard).isEmpty();
    }
  }

  @Test
  default void refusesWhatIsNoChannel() {
    assertThatThrownBy(() -> doorbell().ring("a; DROP TABLE task", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> doorbell().listen("", new Ears()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Somebody who listens. */
  final class Ears implements Doorbell.Listener {
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public final AtomicInteger gaps = new AtomicInteger();

    @Override
    public void rung(String payload) {
      heard.add(payload);
    }

    @Override
    public void mayHaveMissed() {
      gaps.incrementAndGet();
    }
  }
}
