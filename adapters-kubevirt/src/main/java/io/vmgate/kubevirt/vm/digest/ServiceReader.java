package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.Metadata.OwnerReference;
import io.vmgate.kubevirt.vm.digest.ServiceDigest.Owner;
import io.vmgate.kubevirt.vm.model.Condition;
import io.vmgate.kubevirt.vm.model.Node;
import io.vmgate.kubevirt.vm.model.Node.Address;
import io.vmgate.kubevirt.vm.model.Service;
import io.vmgate.kubevirt.vm.model.Service.Ingress;
import io.vmgate.kubevirt.vm.model.Service.LoadBalancer;
import io.vmgate.kubevirt.vm.model.Service.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Services, and the nodes whose addresses some of them have. */
public final class ServiceReader {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

  private ServiceReader() {}

  /** Reduce a Service; null when it can lead to no machine. */
  public static @Nullable ServiceDigest read(Service service) {
    Metadata metadata = service.metadata();
    String given = Wording.text(service.spec().type());
    ServiceType type =
        given == null ? ServiceType.CLUSTER_IP : ServiceType.ofWireName(given).orElse(null);
    OwnerReference owner = metadata.owner("VirtualMachine");
    if (type == null || (service.spec().selector().isEmpty() && owner == null)) {
      return null;
    }
    Instant createdAt = Wording.time(metadata.creationTimestamp());
    return new ServiceDigest(
        new ServiceId(Wording.uid(metadata.uid())),
        metadata.name(),
        type,
        createdAt == null ? Instant.EPOCH : createdAt,
        owner == null ? null : new Owner(Wording.uid(owner.uid()), owner.name()),
        Map.copyOf(service.spec().selector()),
        ports(service.spec().ports()),
        host(type, service),
        "Local".equals(service.spec().externalTrafficPolicy()),
        owner == null ? null : TermsReader.read(metadata));
  }

  /** Reduce a node. */
  public static NodeDigest read(Node node) {
    Condition ready = Condition.find(node.status().conditions(), "Ready");
    Instant createdAt = Wording.time(node.metadata().creationTimestamp());
    return new NodeDigest(
        createdAt == null ? Instant.EPOCH : createdAt,
        ready != null && ready.isTrue(),
        address(node, "ExternalIP"),
        address(node, "InternalIP"));
  }

  private static @Nullable String address(Node node, String type) {
    for (Address address : node.status().addresses()) {
      if (address.type().equals(type) && !address.address().isEmpty()) {
        return address.address();
      }
    }
    return null;
  }

  private static List<PortMapping> ports(List<Port> ports) {
    List<PortMapping> mappings = new ArrayList<>(ports.size());
    for (Port port : ports) {
      if (port.port() != null) {
        mappings.add(
            new PortMapping(
                Wording.text(port.name()),
                transport(port.protocol()),
                port.port(),
                targetPort(port),
                port.nodePort() == null || port.nodePort() == 0 ? null : port.nodePort()));
      }
    }
    return List.copyOf(mappings);
  }

  private static Transport transport(@Nullable String protocol) {
    return protocol == null ? Transport.TCP : Transport.ofWireName(protocol).orElse(Transport.TCP);
  }

  private static @Nullable Integer targetPort(Port port) {
    String target = Wording.text(port.targetPort());
    if (target == null || target.equals("0")) {
      return port.port();
    }
    return NUMBER.matcher(target).matches() ? Integer.valueOf(target) : null;
  }

  private static @Nullable String host(ServiceType type, Service service) {
    return switch (type) {
      case LOAD_BALANCER -> balancer(service.status().loadBalancer());
      case CLUSTER_IP -> clusterIp(service.spec().clusterIP());
      case NODE_PORT -> null;
    };
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
