package io.vmgate.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.ReachabilityProbe.Answer;
import io.vmgate.application.access.ReachabilityProbe.Outcome;
import io.vmgate.testkit.access.ReachabilityProbeContract;
import io.vmgate.testkit.access.ScriptedReachabilityProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedReachabilityProbeTest implements ReachabilityProbeContract {
  private final ScriptedReachabilityProbe probe = new ScriptedReachabilityProbe();

  @BeforeEach
  void prepare() {
    probe.answer("127.0.0.1", openPort(), Answer.CONNECTED);
    probe.answer("127.0.0.1", closedPort(), Answer.REFUSED);
  }

  @Override
  public ReachabilityProbe probe() {
    return probe;
  }

  @Override
  public int openPort() {
    return 22;
  }

  @Override
  public int closedPort() {
    return 23;
  }

  @Test
  void answersNothingForWhatNobodySaid() {
    assertThat(probe.connect("node", 80, PATIENCE))
        .isEqualTo(new Outcome(Answer.TIMED_OUT, PATIENCE));
    assertThat(probe.tried()).containsExactly("node:80");
  }
}
