package io.vmgate.persistence.console;

import io.vmgate.application.console.ServerLog;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Knows the servers that write to PostgreSQL, by its own clock. */
@Singleton
final class PostgresServerLog implements ServerLog {
  private final PostgresTransactions transactions;
  private final ServerRows servers;
  private final SessionRows sessions;
  private final SessionWrites writes;
  private final ServerSettings settings;

  PostgresServerLog(
      PostgresTransactions transactions,
      ServerRows servers,
      SessionRows sessions,
      SessionWrites writes,
      ServerSettings settings) {
    this.transactions = transactions;
    this.servers = servers;
    this.sessions = sessions;
    this.writes = writes;
    this.settings = settings;
  }

  @Override
  public void beat(ServerId server) {
    transactions.outsideTenants(() -> servers.beat(server.value(), settings.seconds()));
  }

  @Override
  public List<ConsoleSession> unfinished(ServerId server) {
    return transactions
        .outsideTenants(
            () -> {
              sessions.serve(server.toString());
              return sessions.liveOn(server.value());
            })
        .stream()
        .map(ConsoleRowMapper::toSession)
        .toList();
  }

  @Override
  public int endSessionsOfLostServers() {
    return transactions.outsideTenants(() -> servers.lost(settings.seconds())).stream()
        .mapToInt(lost -> endSessionsOf(lost.id()))
        .sum();
  }

  @Override
  public void retire(ServerId server) {
    transactions.outsideTenants(() -> servers.remove(server.value()));
  }

  /** Each in a transaction of its tenant; if this server dies over it, another goes on. */
  private int endSessionsOf(UUID lost) {
    int ended = 0;
    for (ConsoleSession session : unfinished(new ServerId(lost))) {
      if (transactions.inTenant(
          session.caller().tenant(), () -> writes.endLost(session.id().value()))) {
        ended++;
      }
    }
    transactions.outsideTenants(() -> servers.removeLost(lost, settings.seconds()));
    return ended;
  }
}
