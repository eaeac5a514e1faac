package io.vmgate.kubevirt.vm.digest;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a Service.
 *
 * @param owner uid of the VirtualMachine it belongs to; null when it belongs to none
 * @param address host and port where they are the Service's own; null for a NodePort, whose host is
 *     a node's, and while a balancer has not given one
 * @param nodePort 0 where there is none
 * @param onItsNodeOnly whether a NodePort answers on no other node than the machine's own
 */
public record ServiceDigest(
    String name,
    String type,
    Instant createdAt,
    @Nullable UUID owner,
    Map<String, String> selector,
    @Nullable String address,
    int nodePort,
    boolean onItsNodeOnly) {
  /** The type that opens a port on every node. */
  public static final String NODE_PORT = "NodePort";

  /** Services that can be reached from outside come first, then the oldest, then by name. */
  public static final Comparator<ServiceDigest> FIRST =
      Comparator.comparing((ServiceDigest service) -> service.type.equals("ClusterIP"))
          .thenComparing(ServiceDigest::createdAt)
          .thenComparing(ServiceDigest::name);
}
