package io.vmgate.persistence.console;

import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keeps sessions in PostgreSQL, each within sight of its own tenant only. */
@Singleton
final class PostgresSessionBook implements SessionBook, SessionLog {
  private static final int FORGOTTEN_AT_ONCE = 500;

  private final PostgresTransactions transactions;
  private final SessionRows sessions;
  private final TicketRows tickets;
  private final SessionWrites writes;
  private final InstantSource clock;

  PostgresSessionBook(
      PostgresTransactions transactions,
      SessionRows sessions,
      TicketRows tickets,
      SessionWrites writes,
      InstantSource clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.tickets = tickets;
    this.writes = writes;
    this.clock = clock;
  }

  @Override
  public List<ConsoleSession> live(TenantId tenant, VmId vm) {
    return transactions.inTenant(tenant, () -> liveWithin(tenant, vm));
  }

  @Override
  public Optional<ConsoleSession> lastEnded(TenantId tenant, VmId vm) {
    return transactions
        .inTenant(
            tenant,
            () -> {
              writes.endLostOfMachine(vm.value());
              return sessions.lastEnded(tenant.value(), vm.value());
            })
        .map(ConsoleRowMapper::toSession);
  }

  @Override
  public Set<SessionId> end(
      TenantId tenant, VmId vm, Predicate<ConsoleSession> meant, EndReason reason, Instant at) {
    return transactions.inTenant(
        tenant,
        () -> end(liveWithin(tenant, vm).stream().filter(meant).toList(), reason, () -> at));
  }

  @Override
  public Set<SessionId> endAll(TenantId tenant, SignInId signIn, EndReason reason, Instant at) {
    return transactions.inTenant(
        tenant,
        () -> {
          tickets.removeUnspent(signIn.value());
          return end(
              sessions.liveOf(signIn.value()).stream().map(ConsoleRowMapper::toSession).toList(),
              reason,
              () -> at);
        });
  }

  @Override
  public Map<SessionId, EndReason> endedAmong(TenantId tenant, Set<SessionId> ids) {
    List<String> texts = ids.stream().map(SessionId::toString).toList();
    return transactions.inTenant(tenant, () -> sessions.endedAmong(texts)).stream()
        .map(ConsoleRowMapper::toSession)
        .collect(Collectors.toMap(ConsoleSession::id, session -> reasonOf(session)));
  }

  @Override
  public EndReason end(ConsoleSession session, EndReason reason, Traffic traffic) {
    UUID id = session.id().value();
    return transactions
        .inTenant(
            session.caller().tenant(),
            () -> {
              end(List.of(session), reason, clock::instant);
              sessions.count(id, traffic.toViewerBytes(), traffic.toMachineBytes());
              return sessions.findById(id);
            })
        .map(ConsoleRowMapper::toSession)
        .map(PostgresSessionBook::reasonOf)
        .orElse(reason);
  }

  @Override
  public int forgetSessions(TenantId tenant, Instant endedBefore) {
    int forgotten = 0;
    int now;
    do {
      now =
          transactions.inTenant(
              tenant,
              () ->
                  sessions.mayForget()
                      ? sessions.forget(tenant.value(), endedBefore, FORGOTTEN_AT_ONCE)
                      : 0);
      forgotten += now;
    } while (now >= FORGOTTEN_AT_ONCE);
    return forgotten;
  }

  private List<ConsoleSession> liveWithin(TenantId tenant, VmId vm) {
    writes.endLostOfMachine(vm.value());
    return sessions.live(tenant.value(), vm.value()).stream()
        .map(ConsoleRowMapper::toSession)
        .toList();
  }

  private Set<SessionId> end(List<ConsoleSession> meant, EndReason reason, Supplier<Instant> at) {
    return meant.stream()
        .filter(session -> writes.end(session, reason, at.get()))
        .map(ConsoleSession::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static EndReason reasonOf(ConsoleSession ended) {
    ConsoleSession.End end = ended.end();
    if (end == null) {
      throw new IllegalStateException("lives: session " + ended.id());
    }
    return end.reason();
  }
}
