package io.vmgate.simulator.seed;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The namespaces of the demo: two tenants' and a few that belong to none. */
final class Namespaces {
  static final List<String> SHOP_TENANT = List.of("shop", "shop-staging", "payments");
  static final List<String> RESEARCH_TENANT = List.of("research", "render-farm");

  static final List<String> FIXED =
      List.of(
          "default",
          "kube-system",
          "kubevirt",
          "cdi",
          "golden-images",
          "shop",
          "shop-staging",
          "payments",
          "research",
          "render-farm");

  private Namespaces() {}

  static ObjectNode object(String name) {
    ObjectNode namespace = Json.object();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode metadata = namespace.putObject("metadata");
    metadata.put("name", name).put("uid", Uids.of("namespace", name));
    metadata.put("creationTimestamp", "2026-01-02T00:00:00Z");
    metadata.putObject("labels").put("kubernetes.io/metadata.name", name);
    namespace.putObject("spec").putArray("finalizers").add("kubernetes");
    namespace.putObject("status").put("phase", "Active");
    return namespace;
  }
}
