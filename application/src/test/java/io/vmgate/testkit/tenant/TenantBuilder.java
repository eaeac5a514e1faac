package io.vmgate.testkit.tenant;

import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import java.util.Set;

/** Builds tenants: {@code aTenant("acme").owning("acme-dev").build()}. */
public final class TenantBuilder {
  private final TenantId id;
  private String displayName;
  private Set<String> namespaces = Set.of();
  private boolean disabled;

  private TenantBuilder(String id) {
    this.id = new TenantId(id);
    this.displayName = "Tenant " + id;
  }

  /** A tenant that owns nothing yet. */
  public static TenantBuilder aTenant(String id) {
    return new TenantBuilder(id);
  }

  public TenantBuilder called(String name) {
    displayName = name;
    return this;
  }

  public TenantBuilder owning(String... owned) {
    namespaces = Set.of(owned);
    return this;
  }

  public TenantBuilder disabled() {
    disabled = true;
    return this;
  }

  public Tenant build() {
    return new Tenant(id, displayName, namespaces, disabled);
  }
}
