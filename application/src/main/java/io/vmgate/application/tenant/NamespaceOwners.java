package io.vmgate.application.tenant;

import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;

/** Tells whose each namespace is. */
public final class NamespaceOwners {
  private NamespaceOwners() {}

  /** The owners by namespace, as old as what the directory says; nobody's are not in it. */
  public static Map<String, TenantId> of(TenantDirectory tenants) {
    Map<String, TenantId> owners = new HashMap<>();
    for (Tenant tenant : tenants.all()) {
      tenant.namespaces().forEach(namespace -> owners.put(namespace, tenant.id()));
    }
    return owners;
  }
}
