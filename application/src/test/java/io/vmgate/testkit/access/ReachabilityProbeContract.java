package io.vmgate.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.ReachabilityProbe;
import io.vmgate.application.access.ReachabilityProbe.Answer;
import io.vmgate.application.access.ReachabilityProbe.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every probe does. */
public interface ReachabilityProbeContract {
  Duration PATIENCE = Duration.ofSeconds(5);

  ReachabilityProbe probe();

  /** A port of 127.0.0.1 where somebody listens. */
  int openPort();

  /** A port of 127.0.0.1 where nobody does. */
  int closedPort();

  @Test
  default void connects() {
    Outcome outcome = probe().connect("127.0.0.1", openPort(), PATIENCE);

    assertThat(outcome.answer()).isEqualTo(Answer.CONNECTED);
    assertThat(outcome.after()).isBetween(Duration.ZERO, PATIENCE);
  }

  @Test
  default void tellsThatNobodyListens() {
    Outcome outcome = probe().connect("127.0.0.1", closedPort(), PATIENCE);

    assertThat(outcome.answer()).isEqualTo(Answer.REFUSED);
    assertThat(outcome.after()).isBetween(Duration.ZERO, PATIENCE);
  }
}
