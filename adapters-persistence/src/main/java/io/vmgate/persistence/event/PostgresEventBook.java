package io.vmgate.persistence.event;

import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Reads and forgets events in PostgreSQL, each within sight of its own tenant only. */
@Singleton
final class PostgresEventBook implements EventBook {
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final PostgresTransactions transactions;
  private final EventRows rows;

  PostgresEventBook(PostgresTransactions transactions, EventRows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  @Override
  public List<VmEvent> latest(TenantId tenant, VmId vm, int most) {
    return EventRowMapper.toEvents(
        transactions.inTenant(tenant, () -> rows.latest(tenant.value(), vm.value(), most)));
  }

  @Override
  public Page<VmEvent> list(TenantId tenant, VmScope scope, EventQuery query) {
    boolean everywhere = scope.machines().contains(query.vm());
    List<String> namespaces = List.copyOf(scope.namespaces());
    String type = query.type() == null ? null : query.type().wireName();
    String status = query.status() == null ? null : query.status().wireName();
    return transactions.inTenant(
        tenant,
        () -> {
          long total =
              rows.count(
                  tenant.value(),
                  query.vm().value(),
                  everywhere,
                  namespaces,
                  type,
                  query.operator(),
                  status,
                  query.from(),
                  query.to());
          List<EventRow> page =
              query.page().offset() >= total
                  ? List.of()
                  : rows.list(
                      tenant.value(),
                      query.vm().value(),
                      everywhere,
                      namespaces,
                      type,
                      query.operator(),
                      status,
                      query.from(),
                      query.to(),
                      query.page().pageSize(),
                      query.page().offset());
          return new Page<>(EventRowMapper.toEvents(page), total, query.page());
        });
  }

  @Override
  public int forget(Instant before) {
    int forgotten = 0;
    int now;
    do {
      now =
          transactions.acrossTenants(
              () -> rows.mayForget() ? rows.forget(before, FORGOTTEN_AT_ONCE) : 0);
      forgotten += now;
    } while (now >= FORGOTTEN_AT_ONCE);
    return forgotten;
  }
}
