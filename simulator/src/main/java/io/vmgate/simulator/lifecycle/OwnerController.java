package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes away what was created for an owner that was gone by then, as the cluster's garbage
 * collector does; what loses its owner later goes with it.
 */
final class OwnerController implements Controller {
  private final Cluster cluster;
  private final ResourceType type;

  OwnerController(Cluster cluster, ResourceType type) {
    this.cluster = cluster;
    this.type = type;
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode object = cluster.read(type, namespace, name);
    if (object == null || Json.isBeingDeleted(object)) {
      return null;
    }
    JsonNode owners = Json.at(object, "metadata", "ownerReferences");
    if (owners.isEmpty() || owners.valueStream().anyMatch(owner -> isThere(namespace, owner))) {
      return null;
    }
    return Step.in(
        1000, "collect:" + Json.uid(object), () -> cluster.delete(type, namespace, name));
  }

  /** What the simulator does not serve counts as being there. */
  private boolean isThere(String namespace, JsonNode owner) {
    Optional<ResourceType> kind =
        ResourceTypes.ofKind(Json.text(owner, "apiVersion"), Json.text(owner, "kind"));
    if (kind.isEmpty()) {
      return true;
    }
    ObjectNode found = cluster.read(kind.get(), namespace, Json.text(owner, "name"));
    return found != null && Json.uid(found).equals(Json.text(owner, "uid"));
  }
}
