package io.vmgate.application.console;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.TimeOrderedIds;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemorySignInBook;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.bus.InMemoryDoorbell;
import io.vmgate.testkit.console.InMemoryConsoles;
import io.vmgate.testkit.console.TicketBuilder;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnterConsoleTest {
  private static final Failure REFUSED = new ConsoleFailure.TicketRefused();
  private static final String ADDRESS = "192.0.2.7";
  private static final ServerId HERE = new ServerId(new UUID(1, 1));
  private static final ServerId ELSEWHERE = new ServerId(new UUID(2, 2));
  private static final Vm VM = aVm().named("shop", "web-1").build();
  private static final Vm SPICE =
      aVm().named("shop", "desk").withConsoles(ConsoleProtocol.SPICE).build();

  private final ManualClock clock = new ManualClock();
  private final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(
          aTenant("acme").owning("shop").build(), aTenant("globex").owning("research").build());
  private final User ann = aUser().of("acme").named("ann").with(Role.OPERATOR).build();
  private final User root = aUser().of("acme").named("root").with(Role.ADMINISTRATOR).build();
  private final InMemoryUserDirectory users = new InMemoryUserDirectory(ann, root);
  private final InMemorySignInBook signIns = new InMemorySignInBook(clock);
  private final InMemoryVmInventory inventory = new InMemoryVmInventory(VM, SPICE);
  private final InMemoryConsoles consoles = new InMemoryConsoles(clock);
  private final SessionBell bell = new SessionBell(new InMemoryDoorbell());
  private final TicketToken token = TicketToken.random(new Random());

  @Test
  void letsInWhoeverShowsTheTicket() {
    ConsoleTicket ticket = keep(ticket(ann).viewOnly());

    Admission admission = enter(HERE);

    ConsoleSession session = admission.session();
    assertThat(admission.main()).isTrue();
    assertThat(admission.target())
        .isEqualTo(new ConsoleTarget(VM.name(), ConsoleProtocol.VNC, 0, false));
    assertThat(session.caller()).isEqualTo(ticket.caller());
    assertThat(session.viewOnly()).isTrue();
    assertThat(session.clientAddress()).isEqualTo(ADDRESS);
    assertThat(session.connectedAt()).isEqualTo(ManualClock.START);
    assertThat(session.server()).isEqualTo(HERE);
    assertThat(consoles.live(ticket.caller().tenant(), VM.id())).containsExactly(session);
  }

  @Test
  void takesATicketOnce() {
    keep(ticket(ann));
    enter(HERE);

    assertThat(refusal(HERE)).isEqualTo(REFUSED);
    assertThat(refusal(ELSEWHERE)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "%00",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", // the same bits, spelt otherwise
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人人"
      })
  void refusesWhatIsNoTicket(String text) {
    keep(ticket(ann));

    assertThat(refusal(HERE, text)).isEqualTo(REFUSED);
  }

  @Test
  void refusesATicketThatHasExpired() {
    keep(ticket(ann).goodFor(Duration.ofSeconds(10)));
    clock.advance(Duration.ofSeconds(10));

    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesAUserWhoIsDisabledOrGone() {
    keep(ticket(ann));
    users.replace(aUser().of("acme").named("ann").with(Role.OPERATOR).disabled().build());
    assertThat(refusal(HERE)).isEqualTo(REFUSED);

    keep(ticket(aUser().of("acme").named("nobody").build()));
    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesTheTicketOfASignInThatWasWithdrawn() {
    SignInId signIn = new SignInId(new UUID(3, 3));
    keep(aTicket().by(callerOf(ann).signedInAs(signIn)).on(VM).with(token));
    signIns.withdraw(signIn, clock.instant().plusSeconds(60));

    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesAUserWhoMayNoLongerDoIt() {
    keep(ticket(ann));
    users.replace(aUser().of("acme").named("ann").with(Role.VIEWER).build());

    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesTheTicketOfADisabledTenant() {
    keep(ticket(ann));
    tenants.replace(aTenant("acme").owning("shop").disabled().build());

    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesAMachineThatIsOutOfSight() {
    keep(ticket(ann));
    tenants.replace(aTenant("acme").owning("other").build());
    assertThat(refusal(HERE)).isEqualTo(REFUSED);

    tenants.replace(aTenant("acme").owning("shop").build());
    inventory.remove(VM.id());
    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void keepsTheTicketWhileTheMachineDoesNotRun() {
    keep(ticket(ann));
    inventory.put(aVm().named("shop", "web-1").stopped().build());
    assertThat(refusal(HERE)).isEqualTo(new ConsoleFailure.NotRunning(VmStatus.STOPPED));

    inventory.put(VM);
    assertThat(enter(HERE).main()).isTrue();
  }

  @Test
  void keepsTheTicketWhileNothingIsKnownOfTheCluster() {
    keep(ticket(ann));
    inventory.become(new InventoryState.Unsynced("not yet"));
    assertThat(refusal(HERE)).isInstanceOf(PlatformFailure.ClusterUnreachable.class);

    inventory.become(new InventoryState.Live());
    assertThat(enter(HERE).main()).isTrue();
  }

  @Test
  void refusesAConsoleThatTheMachineNoLongerHas() {
    keep(ticket(ann).to(ConsoleProtocol.SERIAL));
    inventory.put(aVm().named("shop", "web-1").withConsoles(ConsoleProtocol.VNC).build());

    assertThat(refusal(HERE)).isEqualTo(new ConsoleFailure.Unsupported(ConsoleProtocol.SERIAL));
  }

  @Test
  void namesWhoIsOnTheConsoleAndKeepsTheTicket() {
    keep(ticket(root));
    ConsoleSession holder = enter(ELSEWHERE).session();
    TicketToken second = TicketToken.random(new Random());
    keep(ticket(ann).with(second));

    assertThat(refusal(HERE, second.text()))
        .isEqualTo(new ConsoleFailure.Held("root", ManualClock.START));

    consoles.end(
        ann.tenant(), VM.id(), holder::equals, new EndReason.ViewerLeft(), clock.instant());
    assertThat(enter(HERE, second.text()).main()).isTrue();
  }

  @Test
  void takesTheConsoleOverWhenTheTicketSaysSo() {
    keep(ticket(ann));
    ConsoleSession holder = enter(ELSEWHERE).session();
    TicketToken second = TicketToken.random(new Random());
    keep(ticket(root).takingOver().with(second));
    List<Set<SessionId>> rung = new ArrayList<>();
    bell.listen(rung::add, () -> {});

    Admission admission = enter(HERE, second.text());

    assertThat(admission.target().takeover()).isTrue();
    assertThat(consoles.endedAmong(ann.tenant(), Set.of(holder.id())))
        .containsEntry(holder.id(), new EndReason.TakenOver("root"));
    assertThat(rung).containsExactly(Set.of(holder.id()));
  }

  @Test
  void takesNothingOverForWhoMayNoLongerDoThat() {
    keep(ticket(ann));
    enter(ELSEWHERE);
    TicketToken second = TicketToken.random(new Random());
    keep(ticket(root).takingOver().with(second));
    users.replace(aUser().of("acme").named("root").with(Role.OPERATOR).build());

    assertThat(refusal(HERE, second.text())).isInstanceOf(ConsoleFailure.Held.class);
  }

  @Test
  void letsAScreenAndASerialLineBeUsedSideBySide() {
    keep(ticket(ann));
    enter(HERE);
    TicketToken second = TicketToken.random(new Random());
    keep(ticket(root).to(ConsoleProtocol.SERIAL).with(second));

    assertThat(enter(HERE, second.text()).main()).isTrue();
  }

  @Test
  void admitsFurtherChannelsOfASpiceSessionWhileItLives() {
    keep(spiceTicket());
    Admission main = enter(HERE);
    assertThat(main.target().port()).isEqualTo(5900);
    clock.advance(Duration.ofHours(2)); // the ticket has expired, the session lives on
    consoles.beat(HERE);

    Admission display = enter(ELSEWHERE);

    assertThat(main.main()).isTrue();
    assertThat(display.main()).isFalse();
    assertThat(display.session()).isEqualTo(main.session());

    consoles.end(ann.tenant(), SPICE.id(), _ -> true, new EndReason.ViewerLeft(), clock.instant());
    assertThat(refusal(HERE)).isEqualTo(REFUSED);
  }

  @Test
  void refusesFurtherChannelsFromAnotherAddress() {
    keep(spiceTicket());
    enter(HERE);

    Failure refusal =
        catchThrowableOfType(
                FailureException.class, () -> use(HERE).enter(token.text(), "192.0.2.8"))
            .failure();

    assertThat(refusal).isEqualTo(REFUSED);
  }

  private TicketBuilder ticket(User user) {
    return aTicket().by(callerOf(user)).on(VM).with(token);
  }

  private TicketBuilder spiceTicket() {
    return aTicket().by(callerOf(ann)).on(SPICE).to(ConsoleProtocol.SPICE).with(token);
  }

  private static Caller callerOf(User user) {
    return user.toCaller();
  }

  private ConsoleTicket keep(TicketBuilder ticket) {
    ConsoleTicket built = ticket.build();
    consoles.add(built);
    return built;
  }

  private Admission enter(ServerId server) {
    return enter(server, token.text());
  }

  private Admission enter(ServerId server, String text) {
    return use(server).enter(text, ADDRESS);
  }

  private Failure refusal(ServerId server) {
    return refusal(server, token.text());
  }

  private Failure refusal(ServerId server, String text) {
    return catchThrowableOfType(FailureException.class, () -> enter(server, text)).failure();
  }

  private EnterConsole use(ServerId server) {
    return new EnterConsole(
        new PermissionGate(tenants),
        users,
        signIns,
        inventory,
        consoles,
        bell,
        new TimeOrderedIds(clock, new Random()),
        clock,
        server);
  }
}
