package io.vmgate.persistence.console;

import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketHash;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies tickets and sessions to rows and back. */
final class ConsoleRowMapper {
  private ConsoleRowMapper() {}

  static TicketRow toRow(ConsoleTicket ticket) {
    Caller caller = ticket.caller();
    return new TicketRow(
        ticket.hash().value(),
        caller.tenant().value(),
        caller.user().value(),
        caller.username(),
        roles(caller),
        signIn(caller),
        ticket.vm().value(),
        ticket.vmName().namespace(),
        ticket.vmName().name(),
        ticket.protocol().wireName(),
        ticket.viewOnly(),
        ticket.takeover(),
        ticket.extra(),
        ticket.issuedAt(),
        ticket.expiresAt(),
        null);
  }

  static ConsoleTicket toTicket(TicketRow row) {
    return new ConsoleTicket(
        new TicketHash(row.hash()),
        caller(row.userId(), row.tenantId(), row.username(), row.roles(), row.signIn()),
        new VmId(row.vmId()),
        new VmName(row.namespace(), row.vmName()),
        protocol(row.protocol()),
        row.viewOnly(),
        row.takeover(),
        row.extra(),
        row.issuedAt(),
        row.expiresAt());
  }

  static ConsoleSession toSession(SessionRow row) {
    return new ConsoleSession(
        new SessionId(row.id()),
        caller(row.userId(), row.tenantId(), row.username(), row.roles(), row.signIn()),
        new VmId(row.vmId()),
        new VmName(row.namespace(), row.vmName()),
        protocol(row.protocol()),
        row.viewOnly(),
        row.clientAddress(),
        row.connectedAt(),
        new ServerId(row.serverId()),
        end(row));
  }

  static List<String> roles(Caller caller) {
    return caller.roles().stream().map(Role::wireName).sorted().toList();
  }

  static @Nullable UUID signIn(Caller caller) {
    SignInId signIn = caller.signIn();
    return signIn == null ? null : signIn.value();
  }

  private static Caller caller(
      UUID user, String tenant, String username, List<String> roles, @Nullable UUID signIn) {
    return new Caller(
        new UserId(user),
        new TenantId(tenant),
        username,
        roles.stream()
            .flatMap(role -> Role.ofWireName(role).stream())
            .collect(Collectors.toUnmodifiableSet()),
        signIn == null ? null : new SignInId(signIn));
  }

  private static ConsoleSession.@Nullable End end(SessionRow row) {
    Instant at = row.endedAt();
    String code = row.endCode();
    return at == null || code == null
        ? null
        : new ConsoleSession.End(
            at,
            EndReason.of(code, row.endArguments()),
            new Traffic(row.toViewerBytes(), row.toMachineBytes()));
  }

  private static ConsoleProtocol protocol(String wireName) {
    return ConsoleProtocol.ofWireName(wireName)
        .orElseThrow(() -> new IllegalStateException("no console is called " + wireName));
  }
}
