package io.vmgate.simulator.store;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON trees; a missing path reads as an empty text, never as null. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /**
   * Parse one JSON value.
   *
   * @throws JacksonException if the text is no JSON
   */
  public static JsonNode parse(byte[] text) {
    return MAPPER.readTree(text);
  }

  /**
   * Parse one JSON object.
   *
   * @throws JacksonException if the text is no JSON
   * @throws ClassCastException if it is no object
   */
  public static ObjectNode parseObject(byte[] text, int length) {
    return (ObjectNode) MAPPER.readTree(text, 0, length);
  }

  /** Parse one JSON object that the program itself holds as text. */
  public static ObjectNode parseObject(String text) {
    return (ObjectNode) MAPPER.readTree(text);
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** Follow field names from a node; empty where the path ends early or holds no text. */
  public static String text(JsonNode node, String... path) {
    return at(node, path).stringValue("");
  }

  /** Follow field names from a node; a missing node where the path ends early. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String field : path) {
      current = current.path(field);
    }
    return current;
  }

  /** Give the object's metadata, making it if there is none. */
  public static ObjectNode metadata(ObjectNode object) {
    return child(object, "metadata");
  }

  /** Give the child object of that name, making it if there is none or if it is no object. */
  public static ObjectNode child(ObjectNode object, String field) {
    return object.path(field) instanceof ObjectNode child ? child : object.putObject(field);
  }

  /** Give the child list of that name, making it if there is none or if it is no list. */
  public static ArrayNode list(ObjectNode object, String field) {
    return object.path(field) instanceof ArrayNode list ? list : object.putArray(field);
  }

  public static String name(JsonNode object) {
    return text(object, "metadata", "name");
  }

  public static String namespace(JsonNode object) {
    return text(object, "metadata", "namespace");
  }

  public static String uid(JsonNode object) {
    return text(object, "metadata", "uid");
  }

  /**
   * Tell whether the object is on its way out: deletion was asked for but a finalizer still holds
   * it.
   */
  public static boolean isBeingDeleted(JsonNode object) {
    return !text(object, "metadata", "deletionTimestamp").isEmpty();
  }
}
