package io.vmgate.simulator.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes objects away as the cluster does: finalizers hold an object, dependents follow their last
 * owner, a namespace goes when it is empty. What a real controller does a moment later happens here
 * in the same transaction.
 */
public final class Deletions {
  private static final String FOREGROUND = "foregroundDeletion";

  private final ObjectStore store;
  private final InstantSource clock;

  /** What becomes of the objects that name the deleted one as owner. */
  public enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  public Deletions(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    store.onChange(this::collect);
  }

  /**
   * Ask for an object's deletion.
   *
   * @return its last state; empty if there was none. It may still be there, held by finalizers
   */
  public Optional<ObjectNode> delete(ResourceType type, String key, Propagation propagation) {
    return store.inTransaction(
        () -> store.find(type, key).map(object -> delete(object, propagation)));
  }

  private ObjectNode delete(StoredObject stored, Propagation propagation) {
    ResourceType type = stored.type();
    ObjectNode object = stored.toNode();
    String uid = Json.uid(object);
    if (propagation == Propagation.ORPHAN) {
      store.dependents(uid, stored.namespace()).forEach(dependent -> disown(dependent, uid));
    }
    boolean waits =
        propagation == Propagation.FOREGROUND
            && !store.dependents(uid, stored.namespace()).isEmpty();
    if (waits && !hasFinalizer(object, FOREGROUND)) {
      Json.list(Json.metadata(object), "finalizers").add(FOREGROUND);
    }
    boolean namespace = type.equals(ResourceTypes.NAMESPACE);
    boolean held = !Json.at(object, "metadata", "finalizers").isEmpty();
    if (!held && !(namespace && !store.contents(stored.name()).isEmpty())) {
      return store.remove(type, stored.key()).map(StoredObject::toNode).orElse(object);
    }
    if (!Json.isBeingDeleted(object)) {
      mark(object);
      if (namespace) {
        Json.child(object, "status").put("phase", "Terminating");
      }
      object = store.put(type, object).toNode();
    }
    if (namespace) {
      for (StoredObject content : store.contents(stored.name())) {
        delete(content.type(), content.key(), Propagation.BACKGROUND);
      }
    }
    if (waits) {
      for (StoredObject dependent : store.dependents(uid, stored.namespace())) {
        delete(dependent.type(), dependent.key(), Propagation.FOREGROUND);
      }
    }
    return object;
  }

  private void mark(ObjectNode object) {
    ObjectNode metadata = Json.metadata(object);
    metadata.put("deletionTimestamp", Timestamps.of(clock.instant()));
    metadata.put("deletionGracePeriodSeconds", 0);
    if (metadata.has("generation")) {
      metadata.put("generation", metadata.path("generation").longValue(0) + 1);
    }
  }

  /**
   * Take one finalizer off an object, which goes away if deletion was asked for and nothing else
   * holds it.
   */
  public void removeFinalizer(ResourceType type, String key, String finalizer) {
    store.inTransaction(
        () -> {
          store
              .find(type, key)
              .map(StoredObject::toNode)
              .ifPresent(
                  object -> {
                    if (without(object, finalizer)) {
                      putOrRemove(type, key, object);
                    }
                  });
          return type;
        });
  }

  /** Write an object, or remove it if its deletion was asked for and no finalizer is left. */
  public StoredObject putOrRemove(ResourceType type, String key, ObjectNode object) {
    return store.inTransaction(
        () -> {
          boolean leaves =
              Json.isBeingDeleted(object)
                  && Json.at(object, "metadata", "finalizers").isEmpty()
                  && !type.equals(ResourceTypes.NAMESPACE);
          if (!leaves) {
            return store.put(type, object);
          }
          return store.remove(type, key).orElseThrow();
        });
  }

  private void collect(Change change) {
    if (change.kind() != Change.Kind.DELETED) {
      return;
    }
    StoredObject gone = change.current();
    ObjectNode object = gone.toNode();
    String uid = Json.uid(object);
    if (!uid.isEmpty()) {
      for (StoredObject dependent : store.dependents(uid, gone.namespace())) {
        if (Json.at(dependent.toNode(), "metadata", "ownerReferences").size() > 1) {
          disown(dependent, uid);
        } else {
          delete(dependent.type(), dependent.key(), Propagation.BACKGROUND);
        }
      }
    }
    releaseOwners(object, gone.namespace());
    releaseNamespace(gone.namespace());
  }

  private void releaseOwners(ObjectNode gone, String namespace) {
    for (JsonNode reference : Json.at(gone, "metadata", "ownerReferences")) {
      ResourceTypes.ofKind(Json.text(reference, "apiVersion"), Json.text(reference, "kind"))
          .ifPresent(
              type -> {
                String key = type.key(namespace, Json.text(reference, "name"));
                if (store.dependents(Json.text(reference, "uid"), namespace).isEmpty()) {
                  removeFinalizer(type, key, FOREGROUND);
                }
              });
    }
  }

  private void releaseNamespace(String name) {
    if (name.isEmpty()) {
      return;
    }
    @Nullable ObjectNode namespace = store.read(ResourceTypes.NAMESPACE, "", name);
    if (namespace != null && Json.isBeingDeleted(namespace) && store.contents(name).isEmpty()) {
      store.remove(ResourceTypes.NAMESPACE, name);
    }
  }

  private void disown(StoredObject dependent, String uid) {
    ObjectNode object = dependent.toNode();
    ArrayNode kept = Json.array();
    for (JsonNode reference : Json.at(object, "metadata", "ownerReferences")) {
      if (!Json.text(reference, "uid").equals(uid)) {
        kept.add(reference);
      }
    }
    ObjectNode metadata = Json.metadata(object);
    if (kept.isEmpty()) {
      metadata.remove("ownerReferences");
    } else {
      metadata.set("ownerReferences", kept);
    }
    store.put(dependent.type(), object);
  }

  /** Tell whether an object has this finalizer. */
  public static boolean hasFinalizer(JsonNode object, String finalizer) {
    for (JsonNode entry : Json.at(object, "metadata", "finalizers")) {
      if (entry.stringValue("").equals(finalizer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean without(ObjectNode object, String finalizer) {
    List<JsonNode> kept =
        Json.at(object, "metadata", "finalizers")
            .valueStream()
            .filter(entry -> !entry.stringValue("").equals(finalizer))
            .toList();
    if (kept.size() == Json.at(object, "metadata", "finalizers").size()) {
      return false;
    }
    if (kept.isEmpty()) {
      Json.metadata(object).remove("finalizers");
    } else {
      Json.metadata(object).putArray("finalizers").addAll(kept);
    }
    return true;
  }
}
