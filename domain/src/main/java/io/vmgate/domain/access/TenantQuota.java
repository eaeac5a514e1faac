package io.vmgate.domain.access;

import java.util.Optional;
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

  /**
   * The tenant's quota, given the usual one. Its node ports are never outside of the usual: where
   * none of them is left, so is nothing that has node ports.
   */
  public AccessQuota over(AccessQuota usual) {
    int most = mostServices == null ? usual.mostServices() : mostServices;
    Set<ServiceType> allowed = types.isEmpty() ? usual.types() : types;
    Optional<PortRange> ports =
        nodePorts == null ? Optional.of(usual.nodePorts()) : nodePorts.within(usual.nodePorts());
    return ports
        .map(range -> new AccessQuota(most, allowed, range))
        .orElseGet(
            () ->
                new AccessQuota(
                    allowed.contains(ServiceType.CLUSTER_IP) ? most : 0,
                    Set.of(ServiceType.CLUSTER_IP),
                    usual.nodePorts()));
  }
}
