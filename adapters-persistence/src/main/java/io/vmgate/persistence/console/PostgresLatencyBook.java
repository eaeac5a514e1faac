package io.vmgate.persistence.console;

import io.vmgate.application.console.LatencyBook;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps latencies beside the sessions that they are of, within sight of their tenant only. */
@Singleton
final class PostgresLatencyBook implements LatencyBook {
  private final PostgresTransactions transactions;
  private final LatencyRows latencies;

  PostgresLatencyBook(PostgresTransactions transactions, LatencyRows latencies) {
    this.transactions = transactions;
    this.latencies = latencies;
  }

  @Override
  public void note(TenantId tenant, Map<SessionId, Duration> measured) {
    List<Map.Entry<SessionId, Duration>> all = List.copyOf(measured.entrySet());
    List<String> ids = all.stream().map(one -> one.getKey().toString()).toList();
    List<Long> micros = all.stream().map(one -> micros(one.getValue())).toList();
    transactions.inTenant(tenant, () -> latencies.note(ids, micros));
  }

  @Override
  public Map<SessionId, Duration> noted(TenantId tenant, Set<SessionId> sessions) {
    List<String> ids = sessions.stream().map(SessionId::toString).toList();
    return transactions.inTenant(tenant, () -> latencies.noted(ids)).stream()
        .collect(
            Collectors.toMap(
                row -> new SessionId(row.id()),
                row -> Duration.of(row.latencyMicros(), ChronoUnit.MICROS)));
  }

  private static long micros(Duration latency) {
    return latency.dividedBy(ChronoUnit.MICROS.getDuration());
  }
}
