package io.vmgate.domain.access;

import java.util.Set;

/**
 * Bound what a tenant may publish.
 *
 * @param mostServices at once
 * @param types that are allowed; one at least
 * @param nodePorts that may be asked for, and are chosen from
 */
public record AccessQuota(int mostServices, Set<ServiceType> types, PortRange nodePorts) {
  /** What suits most: anything, a hundred at once. */
  public static final AccessQuota USUAL =
      new AccessQuota(100, Set.of(ServiceType.values()), PortRange.USUAL_NODE_PORTS);

  public AccessQuota {
    types = Set.copyOf(types);
    if (mostServices < 0 || types.isEmpty()) {
      throw new IllegalArgumentException("no quota: " + mostServices + " of " + types);
    }
  }
}
