package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Events;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import io.vmgate.simulator.store.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What controllers do to the cluster. */
final class Cluster {
  private final ObjectStore store;
  private final Deletions deletions;
  private final IdSource ids;
  private final InstantSource clock;

  Cluster(ObjectStore store, Deletions deletions, IdSource ids, InstantSource clock) {
    this.store = store;
    this.deletions = deletions;
    this.ids = ids;
    this.clock = clock;
  }

  Instant instant() {
    return clock.instant();
  }

  String now() {
    return Timestamps.of(clock.instant());
  }

  IdSource ids() {
    return ids;
  }

  @Nullable ObjectNode read(ResourceType type, String namespace, String name) {
    return store.read(type, namespace, name);
  }

  List<ObjectNode> list(ResourceType type, String namespace) {
    List<ObjectNode> objects = new ArrayList<>();
    store.snapshot(type, namespace).objects().forEach(object -> objects.add(object.toNode()));
    return objects;
  }

  /** List the pods that launched an instance, finished ones too. */
  List<ObjectNode> pods(JsonNode instance) {
    List<ObjectNode> pods = new ArrayList<>();
    for (StoredObject pod : store.snapshot(ResourceTypes.POD, Json.namespace(instance)).objects()) {
      if (Json.uid(instance).equals(pod.label("kubevirt.io/created-by"))) {
        pods.add(pod.toNode());
      }
    }
    return pods;
  }

  /** Find the pod in which the guest is; null if it is gone or the instance has none yet. */
  @Nullable ObjectNode activePod(JsonNode instance) {
    String node = Json.text(instance, "status", "nodeName");
    for (Map.Entry<String, JsonNode> active :
        Json.at(instance, "status", "activePods").properties()) {
      if (!active.getValue().asString("").equals(node)) {
        continue;
      }
      for (ObjectNode pod : pods(instance)) {
        if (Json.uid(pod).equals(active.getKey())) {
          return pod;
        }
      }
    }
    return null;
  }

  /** Name the component that looks after the guest, as {@link #event} takes it. */
  static String handler(JsonNode instance) {
    return "virt-handler@" + Json.text(instance, "status", "nodeName");
  }

  /**
   * List the pods whose JSON holds a text; looks at the text first, since a namespace may have
   * thousands.
   */
  List<ObjectNode> podsNaming(String namespace, String text) {
    List<ObjectNode> pods = new ArrayList<>();
    for (StoredObject pod : store.snapshot(ResourceTypes.POD, namespace).objects()) {
      if (new String(pod.toBytes(), StandardCharsets.UTF_8).contains(text)) {
        pods.add(pod.toNode());
      }
    }
    return pods;
  }

  /** List the migrations of an instance. */
  List<String> migrations(String namespace, String instance) {
    List<String> names = new ArrayList<>();
    for (StoredObject migration : store.snapshot(ResourceTypes.MIGRATION, namespace).objects()) {
      if (instance.equals(migration.label("kubevirt.io/vmi-name"))) {
        names.add(migration.name());
      }
    }
    return names;
  }

  void create(ResourceType type, ObjectNode object) {
    store.put(type, object);
  }

  /** Change an object; does nothing if it is gone or the change changes nothing. */
  void edit(ResourceType type, String namespace, String name, Consumer<ObjectNode> change) {
    store.inTransaction(
        () -> {
          ObjectNode object = store.read(type, namespace, name);
          if (object == null) {
            return type;
          }
          ObjectNode before = object.deepCopy();
          change.accept(object);
          if (!object.equals(before)) {
            // An instance has no status subresource, so every write counts.
            if (type.equals(ResourceTypes.VMI)) {
              ObjectNode metadata = Json.metadata(object);
              metadata.put("generation", metadata.path("generation").longValue(0) + 1);
            }
            deletions.putOrRemove(type, type.key(namespace, name), object);
          }
          return type;
        });
  }

  void delete(ResourceType type, String namespace, String name) {
    var _ = deletions.delete(type, type.key(namespace, name), Deletions.Propagation.BACKGROUND);
  }

  void removeFinalizer(ResourceType type, String namespace, String name, String finalizer) {
    deletions.removeFinalizer(type, type.key(namespace, name), finalizer);
  }

  /** Record an event; {@code source} as in {@link Events#about}. */
  void event(JsonNode object, String type, String reason, String message, String source) {
    String uid = ids.uid();
    store.put(
        ResourceTypes.EVENT,
        Events.about(
            object, type, reason, message, source, uid.replace("-", "").substring(16), uid, now()));
  }
}
