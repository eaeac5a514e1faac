package io.vmgate.kubevirt.access;

import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.kubevirt.cluster.Marks;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Service. Whatever is not said is left to the cluster, such as families of addresses. */
final class ServiceManifest {
  private ServiceManifest() {}

  static ObjectNode of(
      Publication publication, TargetMachine machine, Map<String, String> selector) {
    ObjectNode service = ObjectLine.JSON.createObjectNode();
    service.put("apiVersion", "v1").put("kind", "Service");
    ObjectNode metadata = machine.metadata(publication.name().value());
    write(publication.terms(), (ObjectNode) metadata.path("annotations"));
    service.set("metadata", metadata);
    ObjectNode spec = service.putObject("spec");
    spec.put("type", publication.type().wireName());
    selector.forEach(spec.putObject("selector")::put);
    write(publication.ports(), publication.type(), spec.putArray("ports"));
    if (!publication.terms().allowFrom().isEmpty()) {
      restrict(publication, spec);
    }
    return service;
  }

  private static void write(AccessTerms terms, ObjectNode annotations) {
    annotations.put(Marks.REQUEST, terms.request().toString()).put(Marks.MADE_BY, terms.madeBy());
    if (terms.expiresAt() != null) {
      annotations.put(Marks.EXPIRES_AT, terms.expiresAt().toString());
    }
    if (!terms.allowFrom().isEmpty()) {
      annotations.put(
          Marks.ALLOW_FROM,
          terms.allowFrom().stream().map(AddressBlock::value).collect(Collectors.joining(",")));
    }
    if (terms.extra() != null) {
      annotations.put(Marks.EXTRA, terms.extra());
    }
  }

  private static void write(List<PortMapping> ports, ServiceType type, ArrayNode into) {
    Set<String> names = new HashSet<>();
    ports.stream().map(PortMapping::name).filter(Objects::nonNull).forEach(names::add);
    for (PortMapping port : ports) {
      ObjectNode written = into.addObject();
      if (port.name() != null) {
        written.put("name", port.name());
      } else if (ports.size() > 1) {
        // Kubernetes wants several told apart.
        written.put("name", freeName(port, names));
      }
      written.put("protocol", port.transport().name()).put("port", port.port());
      if (port.targetPort() != null) {
        written.put("targetPort", port.targetPort());
      }
      if (port.nodePort() != null && type.hasNodePorts()) {
        written.put("nodePort", port.nodePort());
      }
    }
  }

  /** Make a name that no other port has, whatever people called theirs. */
  private static String freeName(PortMapping port, Set<String> names) {
    String first = port.transport().name().toLowerCase(Locale.ROOT) + "-" + port.port();
    String name = first;
    for (int i = 2; !names.add(name); i++) {
      name = first + "-" + i;
    }
    return name;
  }

  private static void restrict(Publication publication, ObjectNode spec) {
    switch (publication.type()) {
      case LOAD_BALANCER -> {
        ArrayNode ranges = spec.putArray("loadBalancerSourceRanges");
        publication.terms().allowFrom().forEach(block -> ranges.add(block.value()));
        // kube-proxy holds the ranges against the balancer's address only: a port of the nodes
        // would be open to everybody. K3s' own balancer leads to the cluster's address.
        if (publication.ports().stream().allMatch(port -> port.nodePort() == null)) {
          spec.put("allocateLoadBalancerNodePorts", false);
        }
      }
      // A node that passes a connection on to another puts its own address in place of the
      // client's, and whoever guards the pod would see only that. A node with the pod does not.
      case NODE_PORT -> spec.put("externalTrafficPolicy", "Local");
      case CLUSTER_IP -> {
        // Within the cluster clients keep their addresses.
      }
    }
  }
}
