package io.vmgate.testkit.tenant;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.domain.tenant.TenantId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps tenants in memory. */
public final class InMemoryTenantDirectory implements TenantDirectory {
  private final Map<TenantId, Tenant> tenants = new LinkedHashMap<>();

  /** Know these tenants from the start. */
  public InMemoryTenantDirectory(Tenant... known) {
    for (Tenant tenant : known) {
      addIfMissing(tenant);
    }
  }

  @Override
  public synchronized Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(tenants.get(id));
  }

  @Override
  public synchronized List<Tenant> all() {
    return tenants.values().stream()
        .sorted(Comparator.comparing(tenant -> tenant.id().value()))
        .toList();
  }

  @Override
  public synchronized boolean addIfMissing(Tenant tenant) {
    if (tenants.containsKey(tenant.id())) {
      return false;
    }
    for (Tenant other : tenants.values()) {
      for (String namespace : tenant.namespaces()) {
        if (other.namespaces().contains(namespace)) {
          throw new TenantFailure.NamespaceTaken(namespace).toException();
        }
      }
    }
    tenants.put(tenant.id(), tenant);
    return true;
  }

  /** Put a tenant in the place of the one of its id, as an administrator elsewhere would. */
  public synchronized void replace(Tenant tenant) {
    tenants.put(tenant.id(), tenant);
  }
}
