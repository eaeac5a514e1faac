package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.InputFailure;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.limit.Limit;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Make a link to a machine's console that lets one person in, once. */
public final class OpenConsole {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final TicketBook tickets;
  private final SessionBook sessions;
  private final RateLimiter limiter;
  private final Limit limit;
  private final RandomGenerator chance;
  private final InstantSource clock;

  /**
   * Make links.
   *
   * @param limit on the links that one user asks for
   * @param chance must not be guessable
   */
  public OpenConsole(
      PermissionGate gate,
      VmInventory inventory,
      TicketBook tickets,
      SessionBook sessions,
      RateLimiter limiter,
      Limit limit,
      RandomGenerator chance,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.tickets = tickets;
    this.sessions = sessions;
    this.limiter = limiter;
    this.limit = limit;
    this.chance = chance;
    this.clock = clock;
  }

  /**
   * Issue a ticket. Nothing is opened yet, and nobody is thrown out.
   *
   * @param vmId as the caller wrote it
   * @param reading reads what the caller says about it; called once the caller was let through
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, what reading throws, {@link
   *     io.vmgate.domain.limit.LimitFailure.TooManyCalls}, {@link ConsoleFailure.NotRunning},
   *     {@link ConsoleFailure.Unsupported}, {@link InputFailure.InvalidFields} for a view-only link
   *     to a protocol that cannot be watched: in this order; {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet, {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public IssuedTicket open(Caller caller, String vmId, Supplier<ConsoleRequest> reading) {
    Vm vm = ConsoleMachines.find(gate, inventory, caller, vmId);
    ConsoleRequest request = reading.get();
    if (request.takeover()) {
      gate.require(caller, Permission.VM_CONSOLE_TAKEOVER, Target.Machine.of(vm));
    }
    limiter.admit(limit, caller.user().toString()).orRefuse();
    ConsoleProtocol protocol = protocol(request, vm);
    ConsoleMachines.requireOpen(protocol, vm);
    if (request.viewOnly() && !protocol.isWatchable()) {
      throw InputFailure.InvalidFields.of("viewOnly", FieldReason.NOT_ONE_OF, "false")
          .toException();
    }
    TicketToken token = TicketToken.random(chance);
    Instant now = clock.instant();
    ConsoleTicket ticket =
        new ConsoleTicket(
            token.hash(),
            caller,
            vm.id(),
            vm.name(),
            protocol,
            request.viewOnly(),
            request.takeover(),
            request.extra(),
            now,
            now.plus(request.validity()));
    tickets.add(ticket);
    return new IssuedTicket(token, ticket, holder(ticket));
  }

  private @Nullable ConsoleSession holder(ConsoleTicket ticket) {
    return sessions.live(ticket.caller().tenant(), ticket.vm()).stream()
        .filter(session -> session.protocol() == ticket.protocol())
        .findFirst()
        .orElse(null);
  }

  private static ConsoleProtocol protocol(ConsoleRequest request, Vm vm) {
    ConsoleProtocol wanted = request.protocol();
    return wanted != null
        ? wanted
        : vm.consoleProtocols().stream()
            .min(Comparator.naturalOrder())
            .orElse(ConsoleProtocol.VNC); // refused right after, by that name
  }
}
