package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what a machine's instancetype and preference stand for, and keeps the revision it was
 * started with.
 */
final class InstancetypeLookup {
  private final Cluster cluster;

  InstancetypeLookup(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * What was found.
   *
   * @param instancetype its spec; null if the machine names none
   * @param problem empty if all is well
   */
  record Found(@Nullable JsonNode instancetype, String reason, String problem) {}

  Found find(ObjectNode machine) {
    JsonNode matcher = Json.at(machine, "spec", "instancetype");
    JsonNode instancetype = null;
    if (matcher.isObject()) {
      JsonNode object = object(machine, "instancetype");
      if (object == null) {
        return missing(machine, "instancetype", "FailedFindInstancetype");
      }
      instancetype = object.path("spec");
    }
    if (Json.at(machine, "spec", "preference").isObject()
        && object(machine, "preference") == null) {
      return missing(machine, "preference", "FailedFindPreference");
    }
    return new Found(instancetype, "", "");
  }

  private static Found missing(ObjectNode machine, String matcher, String reason) {
    return new Found(
        null,
        reason,
        type(machine, matcher).qualifiedPlural()
            + " \""
            + Json.text(machine, "spec", matcher, "name")
            + "\" not found");
  }

  private @Nullable JsonNode object(ObjectNode machine, String matcher) {
    String revision =
        Json.text(machine, "status", matcher + "Ref", "controllerRevisionRef", "name");
    if (!revision.isEmpty()) {
      JsonNode kept =
          cluster.read(ResourceTypes.CONTROLLER_REVISION, Json.namespace(machine), revision);
      if (kept != null) {
        return kept.path("data");
      }
    }
    return live(machine, matcher);
  }

  private @Nullable ObjectNode live(ObjectNode machine, String matcher) {
    ResourceType type = type(machine, matcher);
    return cluster.read(
        type,
        type.namespaced() ? Json.namespace(machine) : "",
        Json.text(machine, "spec", matcher, "name"));
  }

  private static ResourceType type(ObjectNode machine, String matcher) {
    boolean namespaced =
        Json.text(machine, "spec", matcher, "kind")
            .toLowerCase(Locale.ROOT)
            .equals("virtualmachine" + matcher);
    if (matcher.equals("instancetype")) {
      return namespaced
          ? ResourceTypes.INSTANCETYPE_NAMESPACED
          : ResourceTypes.INSTANCETYPE_CLUSTER;
    }
    return namespaced ? ResourceTypes.PREFERENCE_NAMESPACED : ResourceTypes.PREFERENCE_CLUSTER;
  }

  /** Store a ControllerRevision of each, named as KubeVirt names them, unless there is one. */
  void keepRevisions(ObjectNode machine) {
    for (String matcher : new String[] {"instancetype", "preference"}) {
      if (!Json.at(machine, "spec", matcher).isObject()
          || !Json.text(machine, "status", matcher + "Ref", "controllerRevisionRef", "name")
              .isEmpty()) {
        continue;
      }
      ObjectNode object = live(machine, matcher);
      if (object == null) {
        continue;
      }
      ObjectNode revision =
          InstancetypeRevisions.of(machine, object, cluster.ids().uid(), cluster.now());
      cluster.create(ResourceTypes.CONTROLLER_REVISION, revision);
      cluster.edit(
          ResourceTypes.VM,
          Json.namespace(machine),
          Json.name(machine),
          present -> InstancetypeRevisions.refer(present, matcher, object, Json.name(revision)));
    }
  }
}
