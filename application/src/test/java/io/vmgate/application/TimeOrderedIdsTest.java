package io.vmgate.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.task.TaskId;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private final ManualClock clock = new ManualClock();
  private final IdSource ids = new TimeOrderedIds(clock, new Random(1));

  @Test
  void makesIdsOfVersionSevenThatSortByTime() {
    UUID first = ids.next();
    clock.advance(Duration.ofMillis(1));
    UUID second = ids.next();
    assertThat(first.version()).isEqualTo(7);
    assertThat(first.variant()).isEqualTo(2);
    assertThat(first.toString()).isLessThan(second.toString());
    assertThat(new TaskId(first).givenAt()).isEqualTo(ManualClock.START);
  }

  @Test
  void neverRepeatsItselfWithinAMillisecond() {
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
    }
    assertThat(made).hasSize(10_000);
  }

  @Test
  void sortsWithinAMillisecondAndWhenTheClockIsSetBack() {
    List<String> made = new ArrayList<>();
    // More than the counter holds.
    for (int i = 0; i < 5_000; i++) {
      made.add(ids.next().toString());
    }
    clock.advance(Duration.ofMillis(-1));
    made.add(ids.next().toString());
    clock.advance(Duration.ofMinutes(1));
    UUID later = ids.next();
    made.add(later.toString());

    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(new TaskId(later).givenAt()).isEqualTo(clock.instant());
  }
}
