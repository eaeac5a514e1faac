package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the group of KubeVirt's subresources shows in discovery (KubeVirt: pkg/virt-api/api.go): as
 * names without verbs and kinds, so that clients do not take them for resources.
 */
final class SubresourceGroup {
  private static final String NAME = "subresources.kubevirt.io";

  /** What the group calls itself when it is asked alone; the letter is missing there too. */
  private static final String MISSPELT = "subresource.kubevirt.io";

  private static final List<String> VERSIONS = List.of("v1", "v1alpha3");

  private final RoutingTable routes;

  SubresourceGroup(RoutingTable routes) {
    this.routes = routes;
  }

  /** Answer if the parts of a path are those of the group or a version; false if they are not. */
  boolean answer(String[] parts, Exchange exchange) {
    if (!parts[1].equals(NAME)) {
      return false;
    }
    if (parts.length == 2) {
      ObjectNode group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
      Replies.json(exchange, 200, versions(group, MISSPELT));
      return true;
    }
    if (parts.length == 3 && VERSIONS.contains(parts[2])) {
      Replies.json(exchange, 200, resources(parts[2]));
      return true;
    }
    return false;
  }

  /** Give the group's entry in the list of groups. */
  static ObjectNode entry() {
    return versions(Json.object(), NAME);
  }

  /** Name the group's paths. */
  static List<String> paths() {
    return List.of("/apis/" + NAME, "/apis/" + NAME + "/v1", "/apis/" + NAME + "/v1alpha3");
  }

  private static ObjectNode versions(ObjectNode group, String name) {
    group.put("name", name);
    ArrayNode list = group.putArray("versions");
    for (String version : VERSIONS) {
      list.addObject().put("groupVersion", NAME + "/" + version).put("version", version);
    }
    group.set("preferredVersion", list.path(0).deepCopy());
    return group;
  }

  private ObjectNode resources(String version) {
    ObjectNode list = Json.object();
    list.put("kind", "APIResourceList").put("apiVersion", version);
    list.put("groupVersion", NAME + "/" + version);
    ArrayNode entries = list.putArray("resources");
    for (String name : routes.subresources(NAME, version)) {
      entries
          .addObject()
          .put("name", name)
          .put("singularName", "")
          .put("namespaced", true)
          .put("kind", "")
          .putNull("verbs");
    }
    return list;
  }

  /** Give the group's entry in the aggregated list (apidiscovery.k8s.io/v2). */
  ObjectNode aggregated() {
    ObjectNode group = Json.object();
    group.putObject("metadata").put("name", NAME).putNull("creationTimestamp");
    ArrayNode versions = group.putArray("versions");
    for (String version : VERSIONS) {
      ObjectNode entry = versions.addObject().put("version", version);
      Map<String, ArrayNode> parents = new LinkedHashMap<>();
      ArrayNode resources = entry.putArray("resources");
      for (String name : routes.subresources(NAME, version)) {
        int slash = name.indexOf('/');
        parents
            .computeIfAbsent(name.substring(0, slash), parent -> parent(resources, parent))
            .addObject()
            .put("subresource", name.substring(slash + 1))
            .putNull("verbs")
            .set("responseKind", noKind());
      }
      entry.put("freshness", "Current");
    }
    return group;
  }

  private static ArrayNode parent(ArrayNode resources, String name) {
    ObjectNode parent = resources.addObject().put("resource", name);
    parent.set("responseKind", noKind());
    parent.put("scope", "Namespaced").put("singularResource", "").putNull("verbs");
    return parent.putArray("subresources");
  }

  private static ObjectNode noKind() {
    return Json.object().put("group", "").put("version", "").put("kind", "");
  }
}
