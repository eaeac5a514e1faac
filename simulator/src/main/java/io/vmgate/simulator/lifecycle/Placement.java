package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Quantities;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a pod goes.
 *
 * @param node empty if no node takes it
 * @param why the scheduler's message in that case
 */
record Placement(String node, String address, String why) {

  /**
   * Choose a node: it must be able to run machines, match the pod's selector and have the memory at
   * all. Pods do not fill nodes up here, since a simulated cluster holds more machines than its
   * three nodes could.
   *
   * @param except a node not to take; empty for none
   */
  static Placement of(Cluster cluster, JsonNode pod, String except) {
    List<ObjectNode> fitting = new ArrayList<>();
    int nodes = 0;
    int tooSmall = 0;
    for (ObjectNode node : cluster.list(ResourceTypes.NODE, "")) {
      if (!Json.text(node, "metadata", "labels", "kubevirt.io/schedulable").equals("true")) {
        continue;
      }
      nodes++;
      if (Json.at(node, "spec", "unschedulable").booleanValue(false)
          || !Conditions.isTrue(node, "Ready")
          || Json.name(node).equals(except)
          || !matches(node, Json.at(pod, "spec", "nodeSelector"))) {
        continue;
      }
      if (memoryOf(pod) > Quantities.value(Json.text(node, "status", "allocatable", "memory"))) {
        tooSmall++;
      } else {
        fitting.add(node);
      }
    }
    if (fitting.isEmpty()) {
      return new Placement("", "", why(nodes, tooSmall));
    }
    ObjectNode chosen = fitting.get(Math.floorMod(Json.uid(pod).hashCode(), fitting.size()));
    return new Placement(Json.name(chosen), internalAddress(chosen), "");
  }

  private static String why(int nodes, int tooSmall) {
    String none = "0/" + nodes + " nodes are available: ";
    if (tooSmall > 0) {
      return none
          + tooSmall
          + " Insufficient memory. preemption: "
          + none
          + tooSmall
          + " No preemption victims found for incoming pod.";
    }
    return none
        + nodes
        + " node(s) didn't match Pod's node affinity/selector. preemption: "
        + none
        + nodes
        + " Preemption is not helpful for scheduling.";
  }

  private static boolean matches(JsonNode node, JsonNode selector) {
    for (Map.Entry<String, JsonNode> wanted : selector.properties()) {
      if (!Json.at(node, "metadata", "labels").path(wanted.getKey()).equals(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static long memoryOf(JsonNode pod) {
    return Quantities.value(
        Json.text(Json.at(pod, "spec", "containers").path(0), "resources", "requests", "memory"));
  }

  private static String internalAddress(JsonNode node) {
    for (JsonNode address : Json.at(node, "status", "addresses")) {
      if (Json.text(address, "type").equals("InternalIP")) {
        return Json.text(address, "address");
      }
    }
    return "";
  }
}
