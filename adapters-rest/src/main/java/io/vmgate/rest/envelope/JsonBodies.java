package io.vmgate.rest.envelope;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parse request bodies. */
@Singleton
public final class JsonBodies {
  private final JsonMapper json;

  JsonBodies(JsonMapper json) {
    this.json = json;
  }

  /**
   * Parse a body that must be a JSON object; one that is missing is like one without fields.
   *
   * @throws MalformedJsonException when it is no JSON at all
   * @throws io.vmgate.domain.FailureException {@link InvalidFields} for {@code body} when it is
   *     JSON of another kind
   */
  public BodyFields read(@Nullable String body) {
    if (body == null || body.isBlank()) {
      return new BodyFields(JsonNode.createObjectNode(Map.of()), this::write);
    }
    JsonNode node = parse(body);
    if (!node.isObject()) {
      throw InvalidFields.of("body", FieldReason.WRONG_TYPE, "object").toException();
    }
    return new BodyFields(node, this::write);
  }

  /** Read what {@link BodyFields#object} gave. */
  public JsonNode readObject(String text) {
    return parse(text);
  }

  private String write(JsonNode node) {
    try {
      return json.writeValueAsString(node);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing is written but memory
    }
  }

  private JsonNode parse(String body) {
    try {
      JsonNode node = json.readValue(body, JsonNode.class);
      return node == null ? JsonNode.nullNode() : node;
    } catch (IOException malformed) {
      throw new MalformedJsonException(malformed);
    }
  }

  /** Tell that a body is not JSON. */
  static final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(IOException cause) {
      super(cause);
    }
  }
}
