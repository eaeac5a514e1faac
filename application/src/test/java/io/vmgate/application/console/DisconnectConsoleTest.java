package io.vmgate.application.console;

import static io.vmgate.application.console.ConsoleFixture.ELSEWHERE;
import static io.vmgate.application.console.ConsoleFixture.HERE;
import static io.vmgate.application.console.ConsoleFixture.VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.console.DisconnectConsole.Meant;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DisconnectConsoleTest {
  private final ConsoleFixture on = new ConsoleFixture();
  private final LiveConsoles live = new LiveConsoles();
  private final ConsoleSession screen = on.begin(on.ann, ConsoleProtocol.VNC, HERE);
  private final ConsoleSession serial = on.begin(on.ann, ConsoleProtocol.SERIAL, ELSEWHERE);

  @Test
  void endsAllSessionsAndTellsTheirServers() {
    Set<SessionId> rung = new HashSet<>();
    on.bell.listen(rung::addAll, () -> {});

    assertThat(disconnect(on.bob, Meant.ALL)).isEqualTo(2);

    assertThat(rung).containsExactlyInAnyOrder(screen.id(), serial.id());
    assertThat(show().live()).isEmpty();
    assertThat(on.consoles.endedAmong(on.ann.tenant(), Set.of(screen.id(), serial.id())))
        .containsEntry(screen.id(), new EndReason.Disconnected("bob"))
        .containsEntry(serial.id(), new EndReason.Disconnected("bob"));
  }

  @Test
  void showsHowQuickTheSessionsOfAllServersAre() {
    SessionMeter meter = Objects.requireNonNull(live.add(new ConsoleFixture.Connection(screen)));
    meter.roundTrip(Duration.ofMillis(3));
    on.consoles.note(
        on.ann.tenant(),
        Map.of(screen.id(), Duration.ofMillis(9), serial.id(), Duration.ofMillis(40)));

    assertThat(show().latencies())
        .isEqualTo(Map.of(screen.id(), Duration.ofMillis(3), serial.id(), Duration.ofMillis(40)));
  }

  @Test
  void endsTheOneThatIsMeant() {
    assertThat(disconnect(on.ann, new Meant(serial.id(), null))).isEqualTo(1);
    assertThat(show().live()).containsExactly(screen);

    assertThat(disconnect(on.ann, new Meant(screen.id(), ConsoleProtocol.SERIAL))).isZero();
    assertThat(disconnect(on.ann, new Meant(null, ConsoleProtocol.VNC))).isEqualTo(1);
    assertThat(show().live()).isEmpty();
  }

  @Test
  void findsNobodyThereWithoutComplaint() {
    disconnect(on.ann, Meant.ALL);

    assertThat(disconnect(on.ann, Meant.ALL)).isZero();
    assertThat(disconnect(on.ann, new Meant(new SessionId(new UUID(0, 404)), null))).isZero();
  }

  @Test
  void refusesWhoMayNotSeeOrUseTheConsole() {
    assertThat(refusal(on.eve)).isEqualTo(new VmFailure.NotFound(VM.id().toString()));
    assertThat(refusal(on.viewer)).isInstanceOf(AuthFailure.PermissionMissing.class);
    assertThat(show().live()).hasSize(2);
  }

  @Test
  void showsWhoIsThereAndWhoWasLast() {
    assertThat(show()).isEqualTo(new ConsoleReport(List.of(screen, serial), Map.of(), null));

    disconnect(on.bob, new Meant(screen.id(), null));
    assertThat(show())
        .isEqualTo(
            new ConsoleReport(
                List.of(serial),
                Map.of(),
                screen.ended(on.clock.instant(), new EndReason.Disconnected("bob"))));
  }

  @Test
  void showsHowQuickThoseSessionsAreThatAreHeldHere() {
    SessionMeter meter = Objects.requireNonNull(live.add(new Connection(screen)));
    assertThat(show().latencies()).isEmpty();

    meter.roundTrip(Duration.ofMillis(12));

    assertThat(show().latencies()).isEqualTo(Map.of(screen.id(), Duration.ofMillis(12)));
  }

  private record Connection(ConsoleSession session) implements LiveConsoles.Held {
    @Override
    public void end(EndReason reason) {
      throw new AssertionError("nobody asked for its end");
    }
  }

  private int disconnect(User user, Meant meant) {
    return new DisconnectConsole(on.gate, on.inventory, on.consoles, on.bell, on.clock)
        .disconnect(user.toCaller(), VM.id().toString(), () -> meant);
  }

  private Failure refusal(User user) {
    return catchThrowableOfType(FailureException.class, () -> disconnect(user, Meant.ALL))
        .failure();
  }

  private ConsoleReport show() {
    return new ShowConsole(on.gate, on.inventory, on.consoles, live, on.consoles)
        .show(on.ann.toCaller(), VM.id().toString());
  }
}
