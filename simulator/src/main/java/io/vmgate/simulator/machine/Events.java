package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as KubeVirt's controllers record them. */
public final class Events {
  private Events() {}

  /**
   * Make an event about an object.
   *
   * @param type Normal or Warning
   * @param source the component, with {@code @node} behind it if it runs on one
   * @param unique makes the name differ from that of other events about the object
   */
  public static ObjectNode about(
      JsonNode object,
      String type,
      String reason,
      String message,
      String source,
      String unique,
      String uid,
      String now) {
    ObjectNode event = Json.object();
    event.put("apiVersion", "v1").put("kind", "Event").put("count", 1).putNull("eventTime");
    event.put("firstTimestamp", now);
    event
        .putObject("involvedObject")
        .put("apiVersion", Json.text(object, "apiVersion"))
        .put("kind", Json.text(object, "kind"))
        .put("name", Json.name(object))
        .put("namespace", Json.namespace(object))
        .put("resourceVersion", Json.text(object, "metadata", "resourceVersion"))
        .put("uid", Json.uid(object));
    event.put("lastTimestamp", now).put("message", message);
    event
        .putObject("metadata")
        .put("creationTimestamp", now)
        .put("name", Json.name(object) + "." + unique)
        .put("namespace", Json.namespace(object))
        .put("uid", uid);
    int at = source.indexOf('@');
    String component = at < 0 ? source : source.substring(0, at);
    event.put("reason", reason).put("reportingComponent", component);
    event.put("reportingInstance", at < 0 ? "" : source.substring(at + 1));
    ObjectNode from = event.putObject("source").put("component", component);
    if (at >= 0) {
      from.put("host", source.substring(at + 1));
    }
    return event.put("type", type);
  }
}
