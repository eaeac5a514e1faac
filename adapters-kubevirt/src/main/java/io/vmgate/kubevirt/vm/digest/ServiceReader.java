package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.Metadata.OwnerReference;
import io.vmgate.kubevirt.vm.model.Condition;
import io.vmgate.kubevirt.vm.model.Node;
import io.vmgate.kubevirt.vm.model.Node.Address;
import io.vmgate.kubevirt.vm.model.Service;
import io.vmgate.kubevirt.vm.model.Service.Ingress;
import io.vmgate.kubevirt.vm.model.Service.LoadBalancer;
import io.vmgate.kubevirt.vm.model.Service.Port;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads Services, and the nodes whose addresses some of them have. */
public final class ServiceReader {
  private final SharedValues shared;

  /** Share what recurs. */
  public ServiceReader(SharedValues shared) {
    this.shared = shared;
  }

  /** Reduce a Service; null when it can lead to no machine. */
  public @Nullable ServiceDigest read(Service service) {
    Metadata metadata = service.metadata();
    String given = Wording.text(service.spec().type());
    String type = given == null ? "ClusterIP" : given;
    OwnerReference owner = metadata.owner("VirtualMachine");
    if (type.equals("ExternalName") || (service.spec().selector().isEmpty() && owner == null)) {
      return null;
    }
    Instant createdAt = Wording.time(metadata.creationTimestamp());
    Port port = service.spec().ports().isEmpty() ? null : service.spec().ports().getFirst();
    return new ServiceDigest(
        metadata.name(),
        shared.of(type),
        createdAt == null ? Instant.EPOCH : createdAt,
        owner == null ? null : Wording.uid(owner.uid()),
        service.spec().selector(),
        port == null || port.port() == null ? null : address(type, service, port.port()),
        port == null || port.nodePort() == null ? 0 : port.nodePort(),
        "Local".equals(service.spec().externalTrafficPolicy()));
  }

  /** Reduce a node. */
  public NodeDigest read(Node node) {
    Condition ready = Condition.find(node.status().conditions(), "Ready");
    Instant createdAt = Wording.time(node.metadata().creationTimestamp());
    return new NodeDigest(
        createdAt == null ? Instant.EPOCH : createdAt,
        ready != null && ready.isTrue(),
        address(node, "ExternalIP"),
        address(node, "InternalIP"));
  }

  /** Join host and port; an IPv6 address gets its brackets (RFC 3986 §3.2.2). */
  public static String hostAndPort(String host, int port) {
    boolean isIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (isIpv6 ? "[" + host + "]" : host) + ":" + port;
  }

  private static @Nullable String address(Node node, String type) {
    for (Address address : node.status().addresses()) {
      if (address.type().equals(type) && !address.address().isEmpty()) {
        return address.address();
      }
    }
    return null;
  }

  private static @Nullable String address(String type, Service service, int port) {
    String host =
        switch (type) {
          case "LoadBalancer" -> balancer(service.status().loadBalancer());
          case "ClusterIP" -> clusterIp(service.spec().clusterIP());
          default -> null;
        };
    return host == null ? null : hostAndPort(host, port);
  }

  private static @Nullable String clusterIp(@Nullable String address) {
    return "None".equals(address) ? null : Wording.text(address);
  }

  private static @Nullable String balancer(@Nullable LoadBalancer balancer) {
    if (balancer == null || balancer.ingress().isEmpty()) {
      return null;
    }
    Ingress first = balancer.ingress().getFirst();
    String ip = Wording.text(first.ip());
    return ip == null ? Wording.text(first.hostname()) : ip;
  }
}
