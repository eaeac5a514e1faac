package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a list of operations (RFC 6902). */
final class JsonPatch {
  private JsonPatch() {}

  /** The patch cannot be applied to this document. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Apply the operations, in order, to a copy.
   *
   * @throws Refused if one does not fit the document
   */
  static JsonNode apply(JsonNode document, JsonNode operations) {
    ObjectNode holder = Json.object();
    holder.set("root", document.deepCopy());
    for (JsonNode operation : operations) {
      String path = Json.text(operation, "path");
      switch (Json.text(operation, "op")) {
        case "add" -> put(holder, path, operation.path("value"), true);
        case "replace" -> {
          read(holder, path);
          put(holder, path, operation.path("value"), false);
        }
        case "remove" -> remove(holder, path);
        case "move" -> {
          JsonNode value = read(holder, Json.text(operation, "from"));
          remove(holder, Json.text(operation, "from"));
          put(holder, path, value, true);
        }
        case "copy" ->
            put(holder, path, read(holder, Json.text(operation, "from")).deepCopy(), true);
        case "test" -> test(holder, path, operation.path("value"));
        default -> throw new Refused("Unexpected kind: " + Json.text(operation, "op"));
      }
    }
    return holder.path("root");
  }

  private static void test(ObjectNode holder, String path, JsonNode wanted) {
    JsonNode parent = parent(holder, path);
    JsonNode found = child(parent, last(path));
    boolean bothAbsent = found.isMissingNode() && (wanted.isMissingNode() || wanted.isNull());
    if (!bothAbsent && !found.equals(wanted)) {
      throw new Refused("testing value " + path + " failed: test failed");
    }
  }

  private static JsonNode read(ObjectNode holder, String path) {
    JsonNode found = child(parent(holder, path), last(path));
    if (found.isMissingNode()) {
      throw new Refused("operation does not apply: doc is missing path: " + path);
    }
    return found;
  }

  private static void put(ObjectNode holder, String path, JsonNode value, boolean insert) {
    if (value.isMissingNode()) {
      throw new Refused("operation misses its value: " + path);
    }
    JsonNode parent = parent(holder, path);
    String name = last(path);
    switch (parent) {
      case ObjectNode object -> object.set(name, value);
      case ArrayNode array when name.equals("-") -> array.add(value);
      case ArrayNode array when insert -> array.insert(index(name, array.size() + 1), value);
      case ArrayNode array -> array.set(index(name, array.size()), value);
      default -> throw new Refused("operation does not apply: doc is missing path: " + path);
    }
  }

  private static void remove(ObjectNode holder, String path) {
    read(holder, path);
    switch (parent(holder, path)) {
      case ObjectNode object -> object.remove(last(path));
      case ArrayNode array -> array.remove(index(last(path), array.size()));
      default -> throw new Refused("operation does not apply: doc is missing path: " + path);
    }
  }

  private static JsonNode parent(ObjectNode holder, String path) {
    JsonNode current = holder;
    String full = "/root" + path;
    int at = 1;
    for (int slash = full.indexOf('/', at); slash > 0; slash = full.indexOf('/', at)) {
      current = child(current, unescaped(full.substring(at, slash)));
      if (!current.isContainer()) {
        throw new Refused("operation does not apply: doc is missing path: " + path);
      }
      at = slash + 1;
    }
    return current;
  }

  private static String last(String path) {
    return path.isEmpty() ? "root" : unescaped(path.substring(path.lastIndexOf('/') + 1));
  }

  private static JsonNode child(JsonNode parent, String name) {
    return parent instanceof ArrayNode array && !name.equals("-")
        ? array.path(index(name, Integer.MAX_VALUE))
        : parent.path(name);
  }

  private static int index(String name, int bound) {
    try {
      int index = Integer.parseInt(name);
      if (index >= 0 && index < bound) {
        return index;
      }
    } catch (NumberFormatException noNumber) {
      throw new Refused("not an index of a list: " + name);
    }
    throw new Refused("Unable to access invalid index: " + name);
  }

  private static String unescaped(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }
}
