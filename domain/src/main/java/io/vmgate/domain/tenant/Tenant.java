package io.vmgate.domain.tenant;

import java.util.Set;

/**
 * Describe a tenant.
 *
 * @param displayName for people; any text
 * @param namespaces owned by this tenant and by no other
 * @param disabled nobody of a disabled tenant can sign in or do anything
 */
public record Tenant(TenantId id, String displayName, Set<String> namespaces, boolean disabled) {
  public Tenant {
    namespaces = Set.copyOf(namespaces);
  }
}
