package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code status.conditions}. */
public final class Conditions {
  private Conditions() {}

  /** Find a condition; a missing node if there is none of that type. */
  public static JsonNode find(JsonNode object, String type) {
    for (JsonNode condition : Json.at(object, "status", "conditions")) {
      if (Json.text(condition, "type").equals(type)) {
        return condition;
      }
    }
    return Json.at(object, "status", "no-such-condition");
  }

  public static boolean isTrue(JsonNode object, String type) {
    return Json.text(find(object, type), "status").equals("True");
  }

  /** Tell whether a condition is False for this reason. */
  public static boolean isFalse(JsonNode object, String type, String reason) {
    JsonNode condition = find(object, type);
    return Json.text(condition, "status").equals("False")
        && Json.text(condition, "reason").equals(reason);
  }

  /**
   * Set a condition, keeping its place and, while its status stays, its time.
   *
   * @param reason left out if empty, as is the message
   * @param now empty for conditions whose time KubeVirt leaves null
   */
  public static void set(
      ObjectNode object, String type, String status, String reason, String message, String now) {
    ObjectNode condition = Json.object();
    condition.putNull("lastProbeTime");
    if (now.isEmpty()) {
      condition.putNull("lastTransitionTime");
    } else {
      condition.put("lastTransitionTime", now);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    condition.put("status", status).put("type", type);
    ArrayNode list = Json.list(Json.child(object, "status"), "conditions");
    for (int i = 0; i < list.size(); i++) {
      if (Json.text(list.path(i), "type").equals(type)) {
        if (Json.text(list.path(i), "status").equals(status)) {
          condition.set("lastTransitionTime", list.path(i).path("lastTransitionTime"));
          condition.set("lastProbeTime", list.path(i).path("lastProbeTime"));
        }
        list.set(i, condition);
        return;
      }
    }
    list.add(condition);
  }

  public static void remove(ObjectNode object, String type) {
    ArrayNode list = Json.list(Json.child(object, "status"), "conditions");
    for (int i = list.size() - 1; i >= 0; i--) {
      if (Json.text(list.path(i), "type").equals(type)) {
        list.remove(i);
      }
    }
  }
}
