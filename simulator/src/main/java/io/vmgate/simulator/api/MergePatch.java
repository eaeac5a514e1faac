package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a merge patch (RFC 7386), or a strategic one, which merges lists whose items have a key.
 *
 * <p>The real server knows the key of each list from its Go types; here it is known by the list's
 * name. That is enough for what clients send about services, pods, nodes and metadata.
 */
final class MergePatch {
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("ports", "port"),
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("env", "name"),
          Map.entry("conditions", "type"),
          Map.entry("addresses", "type"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("hostAliases", "ip"),
          Map.entry("imagePullSecrets", "name"));

  private final boolean strategic;

  private MergePatch(boolean strategic) {
    this.strategic = strategic;
  }

  static JsonNode apply(JsonNode document, JsonNode patch) {
    return new MergePatch(false).merge(document, patch);
  }

  static JsonNode applyStrategic(JsonNode document, JsonNode patch) {
    return new MergePatch(true).merge(document, patch);
  }

  private JsonNode merge(JsonNode document, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    if (strategic && Json.text(changes, "$patch").equals("replace")) {
      return cleaned(changes);
    }
    ObjectNode result = document instanceof ObjectNode object ? object.deepCopy() : Json.object();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String field = change.getKey();
      JsonNode value = change.getValue();
      if (strategic && field.startsWith("$")) {
        removeWords(result, field, value);
      } else if (value.isNull()) {
        result.remove(field);
      } else if (strategic && value instanceof ArrayNode list) {
        result.set(field, mergeLists(field, result.path(field), list));
      } else {
        result.set(field, merge(result.path(field), value));
      }
    }
    return result;
  }

  /** Carry out {@code $deleteFromPrimitiveList/x}; the other directives only order lists. */
  private static void removeWords(ObjectNode result, String directive, JsonNode words) {
    String prefix = "$deleteFromPrimitiveList/";
    if (!directive.startsWith(prefix)) {
      return;
    }
    String field = directive.substring(prefix.length());
    ArrayNode kept = Json.array();
    for (JsonNode word : result.path(field)) {
      if (words.valueStream().noneMatch(word::equals)) {
        kept.add(word);
      }
    }
    result.set(field, kept);
  }

  private JsonNode mergeLists(String field, JsonNode present, ArrayNode patch) {
    if (field.equals("finalizers")) {
      ArrayNode result = Json.array();
      present.forEach(result::add);
      for (JsonNode word : patch) {
        if (result.valueStream().noneMatch(word::equals)) {
          result.add(word);
        }
      }
      return result;
    }
    String key = KEYS.get(field);
    if (key == null || !patch.valueStream().allMatch(JsonNode::isObject)) {
      return patch;
    }
    ArrayNode result = Json.array();
    present.forEach(result::add);
    for (JsonNode item : patch) {
      int at = indexOf(result, key, item.path(key));
      if (Json.text(item, "$patch").equals("delete")) {
        if (at >= 0) {
          result.remove(at);
        }
      } else if (at >= 0) {
        result.set(at, merge(result.path(at), item));
      } else if (!item.path("$patch").isMissingNode() && item.size() == 1) {
        // A lone {"$patch": "replace"} says that the list is to be replaced as a whole.
        return cleaned(patch);
      } else {
        result.add(cleaned(item));
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.path(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static JsonNode cleaned(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode result = Json.object();
        object.forEachEntry(
            (field, value) -> {
              if (!field.startsWith("$") && !value.isNull()) {
                result.set(field, cleaned(value));
              }
            });
        yield result;
      }
      case ArrayNode list -> {
        ArrayNode result = Json.array();
        for (JsonNode item : list) {
          if (!(item.isObject() && item.size() == 1 && item.has("$patch"))) {
            result.add(cleaned(item));
          }
        }
        yield result;
      }
      default -> node;
    };
  }
}
