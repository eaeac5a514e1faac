package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients what is served: the classic documents and the aggregated ones
 * (apidiscovery.k8s.io/v2).
 */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

  private final SubresourceGroup subresources;

  Discovery(RoutingTable routes) {
    this.subresources = new SubresourceGroup(routes);
  }

  /** Answer if the path is one of discovery; false if it is not. */
  boolean answer(Exchange exchange) {
    String path = exchange.path();
    if (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    boolean aggregated =
        exchange.header("Accept").replace(" ", "").contains("g=apidiscovery.k8s.io;v=v2;");
    switch (path) {
      case "/api" -> {
        if (aggregated) {
          aggregated(exchange, List.of(""), List.of());
        } else {
          Replies.json(exchange, 200, coreVersions());
        }
      }
      case "/apis" -> {
        if (aggregated) {
          aggregated(
              exchange,
              groups().keySet().stream().filter(g -> !g.isEmpty()).toList(),
              List.of(subresources.aggregated()));
        } else {
          Replies.json(exchange, 200, groupList());
        }
      }
      case "/" -> Replies.json(exchange, 200, paths());
      default -> {
        return groupOrVersion(path, exchange);
      }
    }
    return true;
  }

  private boolean groupOrVersion(String path, Exchange exchange) {
    String[] parts = path.substring(1).split("/");
    if (parts.length == 2 && parts[0].equals("api") && parts[1].equals("v1")) {
      Replies.json(exchange, 200, resources("", "v1"));
      return true;
    }
    if (parts.length < 2 || !parts[0].equals("apis")) {
      return false;
    }
    List<ResourceType> types = groups().getOrDefault(parts[1], List.of());
    if (types.isEmpty()) {
      return subresources.answer(parts, exchange);
    }
    if (parts.length == 2) {
      Replies.json(exchange, 200, group(parts[1], types, true));
      return true;
    }
    if (parts.length == 3 && types.getFirst().version().equals(parts[2])) {
      Replies.json(exchange, 200, resources(parts[1], parts[2]));
      return true;
    }
    return false;
  }

  /** Group the types; the core group has the empty name. */
  static Map<String, List<ResourceType>> groups() {
    Map<String, List<ResourceType>> groups = new LinkedHashMap<>();
    for (ResourceType type : ResourceTypes.all()) {
      groups.computeIfAbsent(type.group(), _ -> new ArrayList<>()).add(type);
    }
    return groups;
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = Json.object();
    versions.put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private static ObjectNode groupList() {
    ObjectNode list = Json.object();
    list.put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode entries = list.putArray("groups");
    groups()
        .forEach(
            (name, types) -> {
              if (!name.isEmpty()) {
                entries.add(group(name, types, false));
              }
            });
    entries.add(SubresourceGroup.entry());
    return list;
  }

  private static ObjectNode group(String name, List<ResourceType> types, boolean alone) {
    ObjectNode group = Json.object();
    if (alone) {
      group.put("kind", "APIGroup").put("apiVersion", "v1");
    }
    group.put("name", name);
    String version = types.getFirst().version();
    ObjectNode entry =
        Json.object().put("groupVersion", name + "/" + version).put("version", version);
    group.putArray("versions").add(entry);
    group.set("preferredVersion", entry.deepCopy());
    return group;
  }

  private static ObjectNode resources(String groupName, String version) {
    ObjectNode list = Json.object();
    list.put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", groupName.isEmpty() ? version : groupName + "/" + version);
    ArrayNode entries = list.putArray("resources");
    for (ResourceType type : groups().getOrDefault(groupName, List.of())) {
      ObjectNode entry = entries.addObject();
      entry
          .put("name", type.plural())
          .put("singularName", type.singular())
          .put("namespaced", type.namespaced())
          .put("kind", type.kind());
      words(entry.putArray("verbs"), VERBS);
      if (!type.shortNames().isEmpty()) {
        words(entry.putArray("shortNames"), type.shortNames());
      }
      if (!type.categories().isEmpty()) {
        words(entry.putArray("categories"), type.categories());
      }
      if (type.hasStatus()) {
        ObjectNode status = entries.addObject();
        status
            .put("name", type.plural() + "/status")
            .put("singularName", "")
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
        words(status.putArray("verbs"), STATUS_VERBS);
      }
    }
    return list;
  }

  private static void aggregated(Exchange exchange, List<String> names, List<ObjectNode> further) {
    ObjectNode list = Json.object();
    list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    Map<String, List<ResourceType>> groups = groups();
    for (String name : names) {
      List<ResourceType> types = groups.getOrDefault(name, List.of());
      ObjectNode item = items.addObject();
      ObjectNode metadata = item.putObject("metadata");
      if (!name.isEmpty()) {
        metadata.put("name", name);
      }
      metadata.putNull("creationTimestamp");
      ObjectNode version = item.putArray("versions").addObject();
      version.put("version", types.getFirst().version());
      ArrayNode resources = version.putArray("resources");
      types.forEach(type -> resources.add(aggregated(type)));
      version.put("freshness", "Current");
    }
    further.forEach(items::add);
    exchange.reply(
        200,
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
        Json.bytes(list));
  }

  private static ObjectNode aggregated(ResourceType type) {
    ObjectNode entry = Json.object();
    entry.put("resource", type.plural());
    entry
        .putObject("responseKind")
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
    entry.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    entry.put("singularResource", type.singular());
    words(entry.putArray("verbs"), VERBS);
    if (!type.shortNames().isEmpty()) {
      words(entry.putArray("shortNames"), type.shortNames());
    }
    if (!type.categories().isEmpty()) {
      words(entry.putArray("categories"), type.categories());
    }
    if (type.hasStatus()) {
      ObjectNode status = entry.putArray("subresources").addObject();
      status.put("subresource", "status");
      status
          .putObject("responseKind")
          .put("group", type.group())
          .put("version", type.version())
          .put("kind", type.kind());
      words(status.putArray("verbs"), STATUS_VERBS);
    }
    return entry;
  }

  private static ObjectNode paths() {
    ObjectNode paths = Json.object();
    ArrayNode list = paths.putArray("paths");
    words(list, List.of("/api", "/api/v1", "/apis"));
    groups()
        .forEach(
            (name, types) -> {
              if (!name.isEmpty()) {
                list.add("/apis/" + name).add("/apis/" + name + "/" + types.getFirst().version());
              }
            });
    SubresourceGroup.paths().forEach(list::add);
    words(list, List.of("/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"));
    return paths;
  }

  private static void words(ArrayNode list, List<String> words) {
    words.forEach(list::add);
  }
}
