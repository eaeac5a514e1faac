package io.vmgate.application.console;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.console.TicketBook.Found;
import io.vmgate.application.console.TicketBook.Redemption;
import io.vmgate.application.vm.KnownMachines;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Let whoever shows a ticket onto the console that it is for. */
public final class EnterConsole {
  private final PermissionGate gate;
  private final UserDirectory users;
  private final SignInBook signIns;
  private final KnownMachines machines;
  private final TicketBook tickets;
  private final SessionBell bell;
  private final IdSource ids;
  private final InstantSource clock;
  private final ServerId server;

  /**
   * Let people in at this server.
   *
   * @param server which of the platform's servers this is
   */
  public EnterConsole(
      PermissionGate gate,
      UserDirectory users,
      SignInBook signIns,
      VmInventory inventory,
      TicketBook tickets,
      SessionBell bell,
      IdSource ids,
      InstantSource clock,
      ServerId server) {
    this.gate = gate;
    this.users = users;
    this.signIns = signIns;
    this.machines = new KnownMachines(inventory);
    this.tickets = tickets;
    this.bell = bell;
    this.ids = ids;
    this.clock = clock;
    this.server = server;
  }

  /**
   * Redeem the ticket and begin a session. Whoever gets an admission must hand it to {@link
   * RelayConsole#relay}, which ends the session; one that is not handed over within half a minute
   * is ended as if the viewer had left.
   *
   * @param token as it stands in the link
   * @param clientAddress the viewer's network address
   * @throws FailureException {@link ConsoleFailure.TicketRefused} for a token that is unknown,
   *     malformed, used, expired or withdrawn, or whose user may no longer do this: all alike;
   *     {@link ConsoleFailure.NotRunning}, {@link ConsoleFailure.Unsupported}, {@link
   *     ConsoleFailure.Held}, {@link ConsoleFailure.LineTaken}, after each of which the ticket can
   *     still be redeemed; {@link io.vmgate.domain.PlatformFailure.ClusterUnreachable} while
   *     nothing is known of the cluster yet, {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public Admission enter(String token, String clientAddress) {
    Found found =
        TicketToken.parse(token)
            .map(TicketToken::hash)
            .flatMap(tickets::find)
            .orElseThrow(EnterConsole::refused);
    ConsoleTicket ticket = found.ticket();
    Caller caller = asOfNow(ticket.caller());
    Vm vm = machine(caller, ticket);
    ConsoleSession session = found.session();
    return session == null
        ? begin(ticket, caller, vm, clientAddress)
        : further(ticket, session, vm, clientAddress);
  }

  private Admission begin(ConsoleTicket ticket, Caller caller, Vm vm, String clientAddress) {
    ConsoleSession session =
        new ConsoleSession(
            new SessionId(ids.next()),
            caller,
            vm.id(),
            vm.name(),
            ticket.protocol(),
            ticket.viewOnly(),
            clientAddress,
            clock.instant(),
            server,
            null);
    ConsoleMachines.requireOpen(ticket.protocol(), vm);
    boolean takeover =
        ticket.takeover()
            && allows(gate, caller, Permission.VM_CONSOLE_TAKEOVER, Target.Machine.of(vm));
    return switch (tickets.redeem(ticket, session, takeover)) {
      case Redemption.Begun(var ended) -> {
        if (ended != null) {
          bell.ring(Set.of(ended));
        }
        yield new Admission(session, target(ticket, vm, takeover), true);
      }
      case Redemption.Spent() -> spent(ticket, vm, clientAddress);
      case Redemption.Held(var holder) ->
          throw (holder == null
                  ? new ConsoleFailure.LineTaken()
                  : new ConsoleFailure.Held(holder.caller().username(), holder.connectedAt()))
              .toException();
    };
  }

  /** Somebody else was faster; for SPICE that may have been another channel of the same viewer. */
  private Admission spent(ConsoleTicket ticket, Vm vm, String clientAddress) {
    Found now = tickets.find(ticket.hash()).orElseThrow(EnterConsole::refused);
    ConsoleSession session = now.session();
    if (session == null) {
      throw refused();
    }
    return further(ticket, session, vm, clientAddress);
  }

  private Admission further(
      ConsoleTicket ticket, ConsoleSession session, Vm vm, String clientAddress) {
    boolean belongs =
        ticket.protocol() == ConsoleProtocol.SPICE
            && session.end() == null
            && session.clientAddress().equals(clientAddress);
    if (!belongs) {
      throw refused();
    }
    ConsoleMachines.requireOpen(ticket.protocol(), vm);
    return new Admission(session, target(ticket, vm, false), false);
  }

  /** What the caller may do may have changed since the ticket was made. */
  private Caller asOfNow(Caller then) {
    if (then.signIn() != null && signIns.isWithdrawn(then.signIn())) {
      throw refused();
    }
    return users.findAll(then.tenant(), Set.of(then.user())).stream()
        .filter(user -> !user.disabled())
        .map(user -> then.holding(user.roles()))
        .findFirst()
        .orElseThrow(EnterConsole::refused);
  }

  private Vm machine(Caller caller, ConsoleTicket ticket) {
    return machines
        .apply(ticket.vm())
        .filter(vm -> allows(gate, caller, Permission.VM_CONSOLE_ACCESS, Target.Machine.of(vm)))
        .orElseThrow(EnterConsole::refused);
  }

  private static ConsoleTarget target(ConsoleTicket ticket, Vm vm, boolean takeover) {
    int port = Optional.ofNullable(vm.spicePort()).orElse(0);
    return new ConsoleTarget(
        vm.name(),
        ticket.protocol(),
        ticket.protocol() == ConsoleProtocol.SPICE ? port : 0,
        takeover);
  }

  private static boolean allows(
      PermissionGate gate, Caller caller, Permission permission, Target target) {
    try {
      return gate.decide(caller, permission, target) instanceof Decision.Allowed;
    } catch (FailureException refused) {
      Failure failure = refused.failure();
      if (failure instanceof AuthFailure.Disabled) {
        return false;
      }
      throw refused;
    }
  }

  private static FailureException refused() {
    return new ConsoleFailure.TicketRefused().toException();
  }
}
