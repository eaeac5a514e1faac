package io.vmgate.simulator.subresource;

import io.vmgate.simulator.api.StatusException;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The options of a call: a JSON object, or nothing. Fields that a call does not know are ignored,
 * as is null. The real server takes YAML as well.
 */
final class CallBody {
  private static final String BROKEN = "Can not unmarshal Request body to struct, error: ";

  private final String kind;
  private final ObjectNode fields;

  private CallBody(String kind, ObjectNode fields) {
    this.kind = kind;
    this.fields = fields;
  }

  /**
   * Read a body.
   *
   * @param kind what the real server calls the options; it stands in its refusals
   * @throws StatusException 400 if it is no JSON object
   */
  static CallBody of(Exchange exchange, String kind) {
    byte[] body = exchange.body();
    if (new String(body, StandardCharsets.UTF_8).isBlank()) {
      return new CallBody(kind, Json.object());
    }
    JsonNode parsed;
    try {
      parsed = Json.parse(body);
    } catch (JacksonException broken) {
      throw StatusException.badRequest(BROKEN + broken.getOriginalMessage());
    }
    if (parsed instanceof ObjectNode object) {
      return new CallBody(kind, object);
    }
    if (parsed.isNull()) {
      return new CallBody(kind, Json.object());
    }
    throw StatusException.badRequest(
        BROKEN + "json: cannot unmarshal " + word(parsed) + " into Go value of type v1." + kind);
  }

  boolean flag(String field) {
    JsonNode value = fields.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      throw wrong(field, value, "bool");
    }
    return value.booleanValue(false);
  }

  OptionalLong seconds(String field) {
    JsonNode value = fields.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(field, value, "int64");
    }
    return OptionalLong.of(value.longValue());
  }

  /** Tell whether the checks are to be made and nothing else. */
  boolean isDryRun() {
    JsonNode value = fields.path("dryRun");
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isArray()) {
      throw wrong("dryRun", value, "[]string");
    }
    boolean all = false;
    for (JsonNode word : value) {
      if (!word.isString()) {
        throw wrong("dryRun", word, "string");
      }
      all |= word.stringValue("").equals("All");
    }
    return all;
  }

  private StatusException wrong(String field, JsonNode value, String type) {
    return StatusException.badRequest(
        BROKEN
            + "json: cannot unmarshal "
            + word(value)
            + " into Go struct field "
            + kind
            + "."
            + field
            + " of type "
            + type);
  }

  private static String word(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "number" : "number " + value;
      case ARRAY -> "array";
      default -> "object";
    };
  }
}
