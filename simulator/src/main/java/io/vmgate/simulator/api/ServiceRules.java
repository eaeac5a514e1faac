package io.vmgate.simulator.api;

import io.vmgate.simulator.service.Allocations;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives services what the server gives them: the usual defaults, addresses and node ports
 * (Kubernetes: pkg/registry/core/service).
 */
final class ServiceRules {
  private static final String NOT_FREE = "provided port is already allocated";
  private static final String OUT_OF_RANGE =
      "provided port is not in the valid range. The range of valid ports is "
          + Allocations.FIRST_NODE_PORT
          + "-"
          + Allocations.LAST_NODE_PORT;

  private final Allocations allocations;

  ServiceRules(Allocations allocations) {
    this.allocations = allocations;
  }

  /** Fill in what a service leaves out, but for what is given away only once. */
  static void complete(ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    setIfAbsent(spec, "type", "ClusterIP");
    setIfAbsent(spec, "sessionAffinity", "None");
    String type = Json.text(spec, "type");
    for (JsonNode item : spec.path("ports")) {
      if (item instanceof ObjectNode port) {
        setIfAbsent(port, "protocol", "TCP");
        JsonNode target = port.path("targetPort");
        if (target.isMissingNode() || target.isNull() || target.asString("").matches("0?")) {
          port.set("targetPort", port.path("port"));
        }
      }
    }
    if (!type.equals("ExternalName")) {
      setIfAbsent(spec, "internalTrafficPolicy", "Cluster");
      setIfAbsent(spec, "ipFamilyPolicy", "SingleStack");
      if (!spec.has("ipFamilies")) {
        spec.putArray("ipFamilies").add("IPv4");
      }
    }
    if (isExternal(type)) {
      setIfAbsent(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
    if (!service.has("status")) {
      service.putObject("status").putObject("loadBalancer");
    }
  }

  /** Keep what a changed service has already, and take from it what its new type does not have. */
  static void adapt(ObjectNode before, ObjectNode after) {
    ObjectNode old = Json.child(before, "spec");
    ObjectNode spec = Json.child(after, "spec");
    String oldType = Json.text(old, "type");
    String type = spec.path("type").stringValue("ClusterIP");
    if (!type.equals("ExternalName")) {
      keepIfAbsent(old, spec, "clusterIP");
      keepIfAbsent(old, spec, "clusterIPs");
    } else if (!oldType.equals("ExternalName")) {
      spec.remove(
          List.of(
              "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"));
    }
    if (isExternal(oldType) && isExternal(type)) {
      keepNodePorts(old, spec);
    } else if (isExternal(oldType)) {
      dropIfSame(old, spec, "externalTrafficPolicy");
      if (nodePorts(old).equals(nodePorts(spec))) {
        spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
      }
    }
    if (oldType.equals("LoadBalancer") && !type.equals("LoadBalancer")) {
      dropIfSame(old, spec, "allocateLoadBalancerNodePorts");
      dropIfSame(old, spec, "loadBalancerClass");
      Json.child(after, "status").putObject("loadBalancer");
    }
  }

  private static void keepNodePorts(ObjectNode old, ObjectNode spec) {
    Map<String, Integer> byName = new HashMap<>();
    for (JsonNode port : old.path("ports")) {
      byName.put(Json.text(port, "name"), port.path("nodePort").intValue(0));
    }
    Set<Integer> used = new HashSet<>(nodePorts(spec));
    for (JsonNode item : spec.path("ports")) {
      int kept = byName.getOrDefault(Json.text(item, "name"), 0);
      if (item instanceof ObjectNode port
          && port.path("nodePort").intValue(0) == 0
          && kept != 0
          && used.add(kept)) {
        port.put("nodePort", kept);
      }
    }
  }

  private static List<Integer> nodePorts(ObjectNode spec) {
    return spec.path("ports").valueStream().map(port -> port.path("nodePort").intValue(0)).toList();
  }

  /**
   * Give a new service that is right in itself its address and node ports, or refuse the wanted.
   * The server does so before it looks whether there is one of its name (Kubernetes: registry
   * store, BeginCreate): what a namesake has is taken too.
   */
  void allocateNew(ObjectNode service) {
    allocate(service, "");
    checkShared(service);
  }

  /** Of a new service only the protocols of one port may share a node port. */
  private static void checkShared(ObjectNode service) {
    Map<Integer, Integer> ports = new HashMap<>();
    int i = 0;
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      String field = "spec.ports[" + i++ + "].nodePort";
      int nodePort = port.path("nodePort").intValue(0);
      int number = port.path("port").intValue(0);
      if (nodePort != 0 && ports.getOrDefault(nodePort, number) != number) {
        FieldErrors errors = new FieldErrors();
        errors.invalid(field, port.path("nodePort"), NOT_FREE);
        errors.raise(ResourceTypes.SERVICE, Json.name(service));
      }
      ports.put(nodePort, number);
    }
  }

  /** Give a changed service what it lacks; it keeps what it has. */
  void allocateChanged(ObjectNode service) {
    allocate(service, ResourceTypes.SERVICE.key(Json.namespace(service), Json.name(service)));
  }

  private void allocate(ObjectNode service, String own) {
    ObjectNode spec = Json.child(service, "spec");
    String type = Json.text(spec, "type");
    if (!type.equals("ExternalName")) {
      allocateAddress(service, spec, own);
    }
    boolean wanted =
        type.equals("NodePort")
            || type.equals("LoadBalancer")
                && spec.path("allocateLoadBalancerNodePorts").booleanValue(true);
    int i = 0;
    for (JsonNode item : spec.path("ports")) {
      String field = "spec.ports[" + i++ + "].nodePort";
      if (item instanceof ObjectNode port) {
        if (port.path("nodePort").intValue(0) != 0) {
          checkNodePort(service, port, field, own);
        } else if (wanted) {
          port.put("nodePort", nodePort(service, port));
        }
      }
    }
  }

  private void allocateAddress(ObjectNode service, ObjectNode spec, String own) {
    String address = Json.text(spec, "clusterIP");
    if (address.isEmpty()) {
      address = spec.path("clusterIPs").path(0).stringValue("");
    }
    if (address.isEmpty()) {
      address = allocations.freeAddress();
      if (address.isEmpty()) {
        throw StatusException.internal("failed to allocate a serviceIP: range is full");
      }
    } else if (!address.equals("None")) {
      checkAddress(service, address, own);
    }
    spec.put("clusterIP", address);
    if (!spec.has("clusterIPs")) {
      spec.putArray("clusterIPs").add(address);
    }
  }

  private void checkAddress(ObjectNode service, String address, String own) {
    byte[] bytes = Cidr.address(address);
    Cidr range = Objects.requireNonNull(Cidr.parse(Allocations.CLUSTER_RANGE));
    String why = "";
    if (bytes == null || !range.contains(bytes)) {
      why =
          "the provided network does not match the current range or the provided IP ("
              + address
              + ") is not in the valid range. The range of valid IPs is "
              + Allocations.CLUSTER_RANGE;
    } else if (allocations.isTaken(address, own)) {
      why = "provided IP is already allocated";
    }
    if (!why.isEmpty()) {
      FieldErrors errors = new FieldErrors();
      errors.invalid(
          "spec.clusterIPs",
          "[]string{\"" + address + "\"}",
          "failed to allocate IP " + address + ": " + why);
      errors.raise(ResourceTypes.SERVICE, Json.name(service));
    }
  }

  private void checkNodePort(ObjectNode service, ObjectNode port, String field, String own) {
    int number = port.path("nodePort").intValue(0);
    FieldErrors errors = new FieldErrors();
    if (number < Allocations.FIRST_NODE_PORT || number > Allocations.LAST_NODE_PORT) {
      errors.invalid(field, port.path("nodePort"), OUT_OF_RANGE);
    } else if (allocations.isTaken(number, own)) {
      errors.invalid(field, port.path("nodePort"), NOT_FREE);
    }
    errors.raise(ResourceTypes.SERVICE, Json.name(service));
  }

  /** The same port by several protocols has one node port. */
  private int nodePort(ObjectNode service, ObjectNode port) {
    int number = port.path("port").intValue(0);
    Set<Integer> own = new HashSet<>();
    for (JsonNode other : Json.at(service, "spec", "ports")) {
      int nodePort = other.path("nodePort").intValue(0);
      if (nodePort != 0 && other.path("port").intValue(0) == number) {
        return nodePort;
      }
      own.add(nodePort);
    }
    OptionalInt free = allocations.freeNodePort(own);
    return free.orElseThrow(
        () -> StatusException.internal("failed to allocate a nodePort: range is full"));
  }

  static boolean isExternal(String type) {
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }

  private static void setIfAbsent(ObjectNode node, String field, String value) {
    if (!node.has(field)) {
      node.put(field, value);
    }
  }

  private static void keepIfAbsent(ObjectNode old, ObjectNode node, String field) {
    if (node.path(field).asString("").isEmpty() && node.path(field).isEmpty() && old.has(field)) {
      node.set(field, old.path(field));
    }
  }

  private static void dropIfSame(ObjectNode old, ObjectNode node, String field) {
    if (node.path(field).equals(old.path(field))) {
      node.remove(field);
    }
  }
}
