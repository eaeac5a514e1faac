package io.vmgate.domain.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndReasonTest {
  static Stream<EndReason> all() {
    return Stream.of(
        new EndReason.Disconnected("ann"),
        new EndReason.PermissionWithdrawn(),
        new EndReason.MachineStopped(VmStatus.STOPPING),
        new EndReason.MachineDeleted(),
        new EndReason.MachineMoved(),
        new EndReason.Idle(Duration.ofMinutes(5)),
        new EndReason.TooLong(Duration.ofHours(12)),
        new EndReason.TakenOver("bob"),
        new EndReason.LineLost(),
        new EndReason.LineRefused(LineProblem.NO_SCREEN, "No graphics devices are present."),
        new EndReason.LineTaken(),
        new EndReason.NoAnswer(Duration.ofSeconds(15)),
        new EndReason.ViewerLeft(),
        new EndReason.ViewerSilent(),
        new EndReason.ViewerBroke("a text frame"),
        new EndReason.GoingAway(),
        new EndReason.ServerLost(),
        new EndReason.Fault());
  }

  @ParameterizedTest
  @MethodSource("all")
  void isTheSameAfterItWasKept(EndReason reason) {
    assertThat(EndReason.of(reason.code(), reason.arguments())).isEqualTo(reason);
  }

  @Test
  void hasAnExampleOfEveryReasonHere() {
    assertThat(all().map(EndReason::code))
        .doesNotHaveDuplicates()
        .hasSameSizeAs(EndReason.class.getPermittedSubclasses());
  }

  @Test
  void refusesACodeThatNobodyWrote() {
    assertThatIllegalArgumentException().isThrownBy(() -> EndReason.of("BORED", List.of()));
  }
}
