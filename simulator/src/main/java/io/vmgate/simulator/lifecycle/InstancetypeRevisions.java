package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ControllerRevisions that keep the instancetype or preference a machine was started with. */
public final class InstancetypeRevisions {
  private InstancetypeRevisions() {}

  /** Make the revision of an instancetype or preference for a machine. */
  public static ObjectNode of(JsonNode machine, JsonNode object, String uid, String now) {
    String generation = Long.toString(Json.at(object, "metadata", "generation").longValue(1));
    ObjectNode revision = Json.object();
    revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
    ObjectNode data = revision.putObject("data");
    data.put("apiVersion", Json.text(object, "apiVersion")).put("kind", Json.text(object, "kind"));
    data.putObject("metadata")
        .put("name", Json.name(object))
        .put("uid", Json.uid(object))
        .put("generation", Long.parseLong(generation));
    data.set("spec", object.path("spec").deepCopy());
    ObjectNode metadata = revision.putObject("metadata");
    metadata.put("creationTimestamp", now);
    metadata
        .putObject("labels")
        .put("instancetype.kubevirt.io/object-generation", generation)
        .put("instancetype.kubevirt.io/object-kind", Json.text(object, "kind"))
        .put("instancetype.kubevirt.io/object-name", Json.name(object))
        .put("instancetype.kubevirt.io/object-uid", Json.uid(object))
        .put("instancetype.kubevirt.io/object-version", "v1beta1");
    metadata.put(
        "name",
        Json.name(machine)
            + "-"
            + Json.name(object)
            + "-v1beta1-"
            + Json.uid(object)
            + "-"
            + generation);
    metadata.put("namespace", Json.namespace(machine));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "kubevirt.io/v1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "VirtualMachine")
        .put("name", Json.name(machine))
        .put("uid", Json.uid(machine));
    metadata.put("uid", uid);
    return revision.put("revision", 0);
  }

  /** Note a revision in a machine's status. */
  public static void refer(
      ObjectNode machine, String matcher, JsonNode object, String revisionName) {
    ObjectNode reference = Json.child(Json.child(machine, "status"), matcher + "Ref");
    reference.putObject("controllerRevisionRef").put("name", revisionName);
    reference
        .put("kind", Json.text(object, "kind").toLowerCase(java.util.Locale.ROOT))
        .put("name", Json.name(object));
  }
}
