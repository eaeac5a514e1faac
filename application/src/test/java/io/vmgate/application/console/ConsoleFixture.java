package io.vmgate.application.console;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemorySignInBook;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.bus.InMemoryDoorbell;
import io.vmgate.testkit.console.InMemoryConsoles;
import io.vmgate.testkit.console.TicketBuilder;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tenant acme with a machine, two operators, an administrator and a viewer, on two servers. */
final class ConsoleFixture {
  static final ServerId HERE = new ServerId(new UUID(1, 1));
  static final ServerId ELSEWHERE = new ServerId(new UUID(2, 2));
  static final SignInId SIGN_IN = new SignInId(new UUID(3, 3));
  static final Vm VM = aVm().named("shop", "web-1").build();

  final ManualClock clock = new ManualClock();
  final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(
          aTenant("acme").owning("shop").build(), aTenant("globex").owning("research").build());
  final User ann = aUser().of("acme").named("ann").with(Role.OPERATOR).build();
  final User bob = aUser().of("acme").named("bob").with(Role.OPERATOR).build();
  final User root = aUser().of("acme").named("root").with(Role.ADMINISTRATOR).build();
  final User viewer = aUser().of("acme").named("viewer").with(Role.VIEWER).build();
  final User eve = aUser().of("globex").named("eve").with(Role.ADMINISTRATOR).build();
  final InMemoryUserDirectory users = new InMemoryUserDirectory(ann, bob, root, viewer, eve);
  final InMemorySignInBook signIns = new InMemorySignInBook(clock);
  final InMemoryVmInventory inventory = new InMemoryVmInventory(VM);
  final InMemoryConsoles consoles = new InMemoryConsoles(clock);
  final PermissionGate gate = new PermissionGate(tenants);
  final SessionBell bell = new SessionBell(new InMemoryDoorbell());
  private long sessions;

  /** Somebody's session of that console, on a server. */
  ConsoleSession begin(User user, ConsoleProtocol protocol, ServerId server) {
    ConsoleTicket ticket =
        TicketBuilder.aTicket()
            .by(user.toCaller().signedInAs(SIGN_IN))
            .to(protocol)
            .on(VM)
            .issuedAt(clock.instant())
            .build();
    consoles.add(ticket);
    ConsoleSession session =
        new ConsoleSession(
            new SessionId(new UUID(8, ++sessions)),
            ticket.caller(),
            VM.id(),
            VM.name(),
            protocol,
            false,
            "192.0.2.7",
            clock.instant(),
            server,
            null);
    consoles.redeem(ticket, session, false);
    return session;
  }

  /** A connection that only remembers why it was ended. */
  static class Connection implements LiveConsoles.Held {
    final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private final ConsoleSession session;

    Connection(ConsoleSession session) {
      this.session = session;
    }

    @Override
    public ConsoleSession session() {
      return session;
    }

    @Override
    public void end(EndReason reason) {
      ends.add(reason);
    }
  }
}
