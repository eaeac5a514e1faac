package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a Service.
 *
 * @param owner the VirtualMachine it belongs to; null when it belongs to none
 * @param host where it is reached if that is the Service's own; null for a NodePort, whose host is
 *     a node's, and while a balancer has not given one
 * @param onItsNodeOnly whether a NodePort answers on no other node than the machine's own
 * @param terms what the platform wrote on it; null when it did not make it for its owner
 */
public record ServiceDigest(
    ServiceId id,
    String name,
    ServiceType type,
    Instant createdAt,
    @Nullable Owner owner,
    Map<String, String> selector,
    List<PortMapping> ports,
    @Nullable String host,
    boolean onItsNodeOnly,
    @Nullable AccessTerms terms) {
  /** Services that can be reached from outside come first, then the oldest, then by name. */
  public static final Comparator<ServiceDigest> FIRST =
      Comparator.comparing((ServiceDigest service) -> service.type == ServiceType.CLUSTER_IP)
          .thenComparing(ServiceDigest::createdAt)
          .thenComparing(ServiceDigest::name);

  /** Point to a VirtualMachine of the same namespace. */
  public record Owner(UUID uid, String name) {}

  /** Whether it belongs to the machine of this uid. */
  public boolean isOwnedBy(UUID machine) {
    return owner != null && owner.uid().equals(machine);
  }
}
