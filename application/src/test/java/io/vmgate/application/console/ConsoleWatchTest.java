package io.vmgate.application.console;

import static io.vmgate.application.console.ConsoleFixture.ELSEWHERE;
import static io.vmgate.application.console.ConsoleFixture.HERE;
import static io.vmgate.application.console.ConsoleFixture.VM;
import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.console.ConsoleFixture.Connection;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ConsoleFixture on = new ConsoleFixture();
  private final LiveConsoles live = new LiveConsoles();
  private final PatientSessionLog log = new PatientSessionLog(on.consoles);
  private final ConsoleWatch watch =
      new ConsoleWatch(
          HERE,
          live,
          on.consoles,
          on.consoles,
          log,
          new TellLatencies(live, on.consoles),
          on.bell,
          on.gate,
          on.users,
          on.signIns,
          on.inventory,
          on.clock);
  private final ConsoleSession session = on.begin(on.ann, ConsoleProtocol.VNC, HERE);
  private final Connection connection = new Connection(session);

  @BeforeEach
  void connect() {
    live.add(connection);
  }

  @AfterEach
  void close() {
    live.remove(connection);
    watch.close();
  }

  @Test
  void leavesASessionAloneThatMayGoOn() {
    watch.look();

    assertThat(connection.ends).isEmpty();
    assertThat(on.consoles.live(on.ann.tenant(), VM.id())).containsExactly(session);
  }

  @Test
  void obeysAnOrderThatItFindsWrittenDown() {
    order();
    assertThat(connection.ends).isEmpty();

    watch.look();

    assertThat(connection.ends).containsExactly(new EndReason.Disconnected("bob"));
  }

  @Test
  void obeysAtOnceWhenItHearsTheBell() {
    watch.start(Duration.ofHours(1));
    await().atMost(PATIENCE).until(() -> !on.consoles.unfinished(HERE).isEmpty());
    order();

    on.bell.ring(Set.of(session.id()));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(connection.ends).contains(new EndReason.Disconnected("bob")));
  }

  @Test
  void endsSessionsOfUsersWhoMayNoLongerBeThere() {
    on.users.replace(aUser().of("acme").named("ann").with(Role.OPERATOR).disabled().build());
    watch.look();
    on.users.replace(aUser().of("acme").named("ann").with(Role.VIEWER).build());
    watch.look();
    on.users.replace(aUser().of("acme").named("ann").with(Role.OPERATOR).build());
    on.tenants.replace(aTenant("acme").owning("shop").disabled().build());
    watch.look();
    on.tenants.replace(aTenant("acme").owning("other").build());
    watch.look();

    assertThat(connection.ends).hasSize(4).containsOnly(new EndReason.PermissionWithdrawn());
  }

  @Test
  void endsSessionsOfSignInsThatWereWithdrawn() {
    on.signIns.withdraw(ConsoleFixture.SIGN_IN, on.clock.instant().plusSeconds(60));
    watch.look();

    assertThat(connection.ends).containsExactly(new EndReason.PermissionWithdrawn());
  }

  @Test
  void endsAtOnceWhatASignInHasOpened() {
    new EndSignIn(on.consoles, on.bell, on.clock).accept(on.ann.tenant(), ConsoleFixture.SIGN_IN);
    watch.look();

    assertThat(connection.ends).containsExactly(new EndReason.PermissionWithdrawn());
    assertThat(on.consoles.live(on.ann.tenant(), VM.id())).isEmpty();
  }

  @Test
  void endsSessionsOfMachinesThatAreGoneOrStopped() {
    on.inventory.put(aVm().named("shop", "web-1").stopped().build());
    watch.look();
    on.inventory.remove(VM.id());
    watch.look();

    assertThat(connection.ends)
        .containsExactly(
            new EndReason.MachineStopped(VmStatus.STOPPED), new EndReason.MachineDeleted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Stopping", "Terminating", "Migrating", "Paused", "Unknown"})
  void letsWatchWhatHappensToAMachineThatStillHasAScreen(String printableStatus) {
    on.inventory.put(aVm().named("shop", "web-1").standing(printableStatus).build());
    watch.look();

    assertThat(connection.ends).isEmpty();
  }

  @Test
  void doesNotTakeAStaleInventorysWord() {
    on.inventory.remove(VM.id());
    on.inventory.become(new InventoryState.Stale(on.clock.instant(), "away"));
    watch.look();

    assertThat(connection.ends).isEmpty();
  }

  @Test
  void endsTheSessionsOfAServerThatIsGone() {
    ConsoleSession lost = on.begin(on.bob, ConsoleProtocol.SERIAL, ELSEWHERE);
    for (int i = 0; i < 4; i++) {
      watch.look();
      on.clock.advance(Duration.ofSeconds(3));
    }
    watch.look();

    assertThat(on.consoles.endedAmong(on.bob.tenant(), Set.of(lost.id())))
        .isEqualTo(Map.of(lost.id(), new EndReason.ServerLost()));
    assertThat(connection.ends).isEmpty();
  }

  @Test
  void finishesSessionsThatNobodyEverCameFor() {
    ConsoleSession forgotten = on.begin(on.bob, ConsoleProtocol.SERIAL, HERE);
    watch.look();
    on.clock.advance(Duration.ofSeconds(31));
    watch.look();
    assertThat(on.consoles.unfinished(HERE)).contains(forgotten);
    watch.look();

    assertThat(on.consoles.unfinished(HERE)).containsExactly(session);
    assertThat(on.consoles.endedAmong(on.bob.tenant(), Set.of(forgotten.id())))
        .containsEntry(forgotten.id(), new EndReason.ViewerLeft());
  }

  @Test
  void writesDownAfterwardsWhatTheDatabaseMissed() {
    on.consoles.beAway(true);
    live.remove(connection);
    assertThat(log.end(session, new EndReason.LineLost(), new Traffic(3, 4)))
        .isEqualTo(new EndReason.LineLost());
    assertThatExceptionOfType(FailureException.class).isThrownBy(watch::look);
    on.consoles.beAway(false);

    watch.look();

    assertThat(on.consoles.all())
        .singleElement()
        .extracting(ConsoleSession::end)
        .isEqualTo(
            new ConsoleSession.End(
                on.clock.instant(), new EndReason.LineLost(), new Traffic(3, 4)));
  }

  @Test
  void endsEverythingWhenTheServerGoesDown() {
    live.remove(connection);
    Connection leaving =
        new Connection(session) {
          @Override
          public void end(EndReason reason) {
            super.end(reason);
            live.remove(this);
          }
        };
    live.add(leaving);
    watch.start(Duration.ofHours(1));

    watch.close();

    assertThat(leaving.ends).containsExactly(new EndReason.GoingAway());
  }

  @Test
  void leavesToOthersWhatIsNotWrittenDownWhenTheServerGoesDown() {
    on.consoles.beat(ELSEWHERE);
    watch.look();
    live.remove(connection);

    watch.close();

    assertThat(on.consoles.unfinished(HERE)).containsExactly(session);
    assertThat(on.consoles.live(on.ann.tenant(), VM.id())).containsExactly(session);
  }

  private void order() {
    on.consoles.end(
        on.ann.tenant(),
        VM.id(),
        session::equals,
        new EndReason.Disconnected("bob"),
        on.clock.instant());
  }
}
