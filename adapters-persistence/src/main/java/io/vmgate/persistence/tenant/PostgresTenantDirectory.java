package io.vmgate.persistence.tenant;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PersistenceSettings;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.Remembered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps tenants in PostgreSQL and answers from a copy in memory. */
@Singleton
final class PostgresTenantDirectory implements TenantDirectory {
  private final PostgresTransactions transactions;
  private final TenantRows tenants;
  private final TenantNamespaceRows namespaces;
  private final Remembered<Known> known;

  PostgresTenantDirectory(
      PostgresTransactions transactions,
      TenantRows tenants,
      TenantNamespaceRows namespaces,
      PersistenceSettings settings) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.namespaces = namespaces;
    this.known = new Remembered<>("tenants", this::read, settings.refreshInterval());
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(known.get().byId().get(id.value()));
  }

  @Override
  public List<Tenant> all() {
    return known.get().all();
  }

  @Override
  public boolean addIfMissing(Tenant tenant) {
    boolean added = transactions.outsideTenants(() -> insert(tenant));
    known.refresh();
    return added;
  }

  @PreDestroy
  void stop() {
    known.close();
  }

  private boolean insert(Tenant tenant) {
    String id = tenant.id().value();
    if (tenants.insertUnlessPresent(id, tenant.displayName(), tenant.disabled()) == 0) {
      return false;
    }
    // In one order, so that two replicas wait for each other and never in a circle.
    for (String namespace : tenant.namespaces().stream().sorted().toList()) {
      if (namespaces.insertUnlessTaken(namespace, id) == 0) {
        throw new TenantFailure.NamespaceTaken(namespace).toException();
      }
    }
    return true;
  }

  private Known read() {
    return transactions.outsideTenants(
        () -> {
          List<TenantRow> rows = tenants.findAll();
          Map<String, Set<String>> owned =
              namespaces.findAll().stream()
                  .collect(
                      groupingBy(
                          TenantNamespaceRow::tenantId,
                          mapping(TenantNamespaceRow::namespace, toSet())));
          SortedMap<String, Tenant> byId = new TreeMap<>();
          for (TenantRow row : rows) {
            Set<String> its = owned.getOrDefault(row.id(), Set.of());
            byId.put(
                row.id(),
                new Tenant(new TenantId(row.id()), row.displayName(), its, row.disabled()));
          }
          return new Known(byId, List.copyOf(byId.values()));
        });
  }

  /** What the tables held at one moment; {@code byId} is never written after it was made. */
  private record Known(SortedMap<String, Tenant> byId, List<Tenant> all) {}
}
