package io.vmgate.persistence.access;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PersistenceSettings;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.Remembered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps quotas in PostgreSQL, with the tenants, and answers from a copy in memory. */
@Singleton
final class PostgresAccessQuotas implements AccessQuotas {
  private final PostgresTransactions transactions;
  private final JdbcOperations jdbc;
  private final Remembered<Map<TenantId, TenantQuota>> known;

  PostgresAccessQuotas(
      PostgresTransactions transactions, JdbcOperations jdbc, PersistenceSettings settings) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.known = new Remembered<>("quotas", this::read, settings.refreshInterval());
  }

  @Override
  public TenantQuota of(TenantId tenant) {
    return known.get().getOrDefault(tenant, TenantQuota.NONE);
  }

  @Override
  public void set(TenantId tenant, TenantQuota quota) {
    PortRange nodePorts = quota.nodePorts();
    Object[] types = quota.types().stream().map(ServiceType::wireName).sorted().toArray();
    transactions.outsideTenants(
        () ->
            jdbc.prepareStatement(
                """
                UPDATE tenant
                SET most_services = ?, service_types = ?, first_node_port = ?, last_node_port = ?
                WHERE id = ?
                """,
                statement -> {
                  statement.setObject(1, quota.mostServices());
                  statement.setArray(
                      2,
                      types.length == 0
                          ? null
                          : statement.getConnection().createArrayOf("text", types));
                  statement.setObject(3, nodePorts == null ? null : nodePorts.first());
                  statement.setObject(4, nodePorts == null ? null : nodePorts.last());
                  statement.setString(5, tenant.value());
                  return statement.executeUpdate();
                }));
    known.refresh();
  }

  @PreDestroy
  void stop() {
    known.close();
  }

  private Map<TenantId, TenantQuota> read() {
    return transactions.outsideTenants(
        () ->
            jdbc.prepareStatement(
                """
                SELECT id, most_services, service_types, first_node_port, last_node_port
                FROM tenant
                WHERE most_services IS NOT NULL OR service_types IS NOT NULL
                  OR first_node_port IS NOT NULL
                """,
                statement -> {
                  Map<TenantId, TenantQuota> quotas = new HashMap<>();
                  try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                      quotas.put(new TenantId(rows.getString("id")), quota(rows));
                    }
                  }
                  return Map.copyOf(quotas);
                }));
  }

  private static TenantQuota quota(ResultSet row) throws SQLException {
    Integer first = (Integer) row.getObject("first_node_port");
    Integer last = (Integer) row.getObject("last_node_port");
    return new TenantQuota(
        (Integer) row.getObject("most_services"),
        types(row.getArray("service_types")),
        first == null || last == null ? null : new PortRange(first, last));
  }

  private static Set<ServiceType> types(@Nullable Array types) throws SQLException {
    return types == null
        ? Set.of()
        : Arrays.stream((String[]) types.getArray())
            .map(ServiceType::ofWireName)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
  }
}
