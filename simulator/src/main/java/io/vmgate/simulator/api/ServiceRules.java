package io.vmgate.simulator.api;

import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives services what the server gives them: addresses, node ports and the usual defaults. */
final class ServiceRules {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int LAST_NODE_PORT = 32_767;

  private final ObjectStore store;
  private final IdSource ids;

  ServiceRules(ObjectStore store, IdSource ids) {
    this.store = store;
    this.ids = ids;
  }

  void complete(ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    setIfAbsent(spec, "type", "ClusterIP");
    setIfAbsent(spec, "sessionAffinity", "None");
    String type = Json.text(spec, "type");
    for (JsonNode item : spec.path("ports")) {
      if (item instanceof ObjectNode port) {
        setIfAbsent(port, "protocol", "TCP");
        if (!port.has("targetPort")) {
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
      if (Json.text(spec, "clusterIP").isEmpty()) {
        spec.put("clusterIP", freeAddress());
      }
      if (!spec.has("clusterIPs")) {
        spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
      }
    }
    boolean external = type.equals("NodePort") || type.equals("LoadBalancer");
    if (external) {
      setIfAbsent(spec, "externalTrafficPolicy", "Cluster");
      for (JsonNode item : spec.path("ports")) {
        if (item instanceof ObjectNode port && port.path("nodePort").intValue(0) == 0) {
          port.put("nodePort", freeNodePort(service));
        }
      }
    }
    if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
    if (!service.has("status")) {
      service.putObject("status").putObject("loadBalancer");
    }
  }

  void check(ObjectNode service) {
    String name = Json.name(service);
    Set<Integer> taken = takenNodePorts(service);
    int i = 0;
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      String field = "spec.ports[" + i++ + "].";
      int number = port.path("port").intValue(0);
      if (number < 1 || number > 65535) {
        throw invalid(name, field + "port", number, "must be between 1 and 65535, inclusive");
      }
      int nodePort = port.path("nodePort").intValue(0);
      if (nodePort == 0) {
        continue;
      }
      if (nodePort < FIRST_NODE_PORT || nodePort > LAST_NODE_PORT) {
        throw invalid(
            name,
            field + "nodePort",
            nodePort,
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
      }
      if (!taken.add(nodePort)) {
        throw invalid(name, field + "nodePort", nodePort, "provided port is already allocated");
      }
    }
  }

  private static StatusException invalid(String name, String field, int value, String why) {
    return StatusException.invalid(
        ResourceTypes.SERVICE,
        name,
        List.of(
            new StatusException.Cause(
                "FieldValueInvalid", "Invalid value: " + value + ": " + why, field)));
  }

  private int freeNodePort(ObjectNode service) {
    Set<Integer> taken = takenNodePorts(service);
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      taken.add(port.path("nodePort").intValue(0));
    }
    int range = LAST_NODE_PORT - FIRST_NODE_PORT + 1;
    int start = ids.below(range);
    for (int i = 0; i < range; i++) {
      int port = FIRST_NODE_PORT + (start + i) % range;
      if (!taken.contains(port)) {
        return port;
      }
    }
    throw StatusException.internal("failed to allocate a nodePort: range is full");
  }

  private Set<Integer> takenNodePorts(ObjectNode except) {
    Set<Integer> taken = new HashSet<>();
    String own = ResourceTypes.SERVICE.key(Json.namespace(except), Json.name(except));
    for (StoredObject other : store.snapshot(ResourceTypes.SERVICE, "").objects()) {
      if (!other.key().equals(own)) {
        for (JsonNode port : Json.at(other.toNode(), "spec", "ports")) {
          taken.add(port.path("nodePort").intValue(0));
        }
      }
    }
    taken.remove(0);
    return taken;
  }

  private String freeAddress() {
    Set<String> taken = new HashSet<>();
    for (StoredObject other : store.snapshot(ResourceTypes.SERVICE, "").objects()) {
      taken.add(Json.text(other.toNode(), "spec", "clusterIP"));
    }
    String address;
    do {
      address = "10.96." + ids.below(256) + "." + (1 + ids.below(254));
    } while (taken.contains(address));
    return address;
  }

  private static void setIfAbsent(ObjectNode node, String field, String value) {
    if (!node.has(field)) {
      node.put(field, value);
    }
  }
}
