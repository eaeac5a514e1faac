package io.vmgate.domain.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State where a tenant's quota differs from the platform's usual one.
 *
 * @param mostServices at once; null for the usual number
 * @param types that are allowed; empty for the usual ones
 * @param nodePorts that may be asked for; null for the usual ones
 */
public record TenantQuota(
    @Nullable Integer mostServices, Set<ServiceType> types, @Nullable PortRange nodePorts) {
  /** No difference. */
  public static final TenantQuota NONE = new TenantQuota(null, Set.of(), null);

  public TenantQuota {
    types = Set.copyOf(types);
  }

  /** The tenant's quota, given the usual one; its node ports are never outside of the usual. */
  public AccessQuota over(AccessQuota usual) {
    return new AccessQuota(
        mostServices == null ? usual.mostServices() : mostServices,
        types.isEmpty() ? usual.types() : types,
        nodePorts == null ? usual.nodePorts() : nodePorts.within(usual.nodePorts()));
  }
}
