package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.StoredObject;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects cut down to their metadata (Kubernetes API: PartialObjectMetadata). */
final class Partials {
  private Partials() {}

  static ObjectNode of(JsonNode object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }

  static ObjectNode list(List<StoredObject> objects, ObjectNode metadata) {
    ObjectNode list = Json.object();
    list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(of(object.toNode())));
    return list;
  }
}
