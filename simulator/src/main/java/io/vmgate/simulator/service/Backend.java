package io.vmgate.simulator.service;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.store.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pod that stands behind services.
 *
 * @param guest name of the instance whose pod it is; empty if it is another pod
 * @param ready whether its condition Ready is True
 * @param terminating whether it is being deleted
 * @param namedPorts the numbers of its containers' ports, by {@code TCP/name}
 */
public record Backend(
    String namespace,
    String pod,
    String uid,
    String guest,
    String address,
    String node,
    boolean ready,
    boolean terminating,
    Map<String, Integer> namedPorts) {

  public Backend {
    namedPorts = Map.copyOf(namedPorts);
  }

  /** Read a pod; null if services do not count it: it has no address yet, or has ended. */
  static @Nullable Backend of(JsonNode pod) {
    String phase = Json.text(pod, "status", "phase");
    String address = Json.text(pod, "status", "podIP");
    if (address.isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
      return null;
    }
    String guest = "";
    for (JsonNode owner : Json.at(pod, "metadata", "ownerReferences")) {
      if (Json.text(owner, "kind").equals("VirtualMachineInstance")) {
        guest = Json.text(owner, "name");
      }
    }
    Map<String, Integer> named = new HashMap<>();
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : Json.at(pod, "spec", list)) {
        for (JsonNode port : container.path("ports")) {
          named.putIfAbsent(
              port.path("protocol").stringValue("TCP") + "/" + Json.text(port, "name"),
              port.path("containerPort").intValue(0));
        }
      }
    }
    return new Backend(
        Json.namespace(pod),
        Json.name(pod),
        Json.uid(pod),
        guest,
        address,
        Json.text(pod, "spec", "nodeName"),
        Conditions.isTrue(pod, "Ready"),
        Json.isBeingDeleted(pod),
        named);
  }

  /** Give the pod's port that a service's port leads to; 0 if the pod has none of that name. */
  public int target(ServicePort port) {
    return port.targetName().isEmpty()
        ? port.targetNumber()
        : namedPorts.getOrDefault(port.protocol() + "/" + port.targetName(), 0);
  }

  /** Tell whether connections may go to the pod. */
  public boolean isServing(Offer offer) {
    return offer.unreadyToo() || ready && !terminating;
  }
}
