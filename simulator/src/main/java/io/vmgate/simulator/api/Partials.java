package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
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
}
