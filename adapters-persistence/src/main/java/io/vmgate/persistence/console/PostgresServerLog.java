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
  private final ServerSettings settings;

  PostgresServerLog(
      PostgresTransactions transactions,
      ServerRows servers,
      SessionRows sessions,
      ServerSettings settings) {
    this.transactions = transactions;
    this.servers = servers;
    this.sessions = sessions;
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

  private int endSessionsOf(UUID lost) {
    return transactions.outsideTenants(
        () -> {
          sessions.serve(lost.toString());
          int ended = sessions.endLostOfServer(lost, settings.seconds());
          servers.removeLost(lost, settings.seconds());
          return ended;
        });
  }
}
