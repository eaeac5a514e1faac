package io.vmgate.rest.envelope;

import io.micronaut.json.tree.JsonNode;
import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read the fields of a JSON body, collecting what is wrong with each, so that one answer names
 * every wrong field. Fields that nobody reads are ignored; a null is like a field that is not
 * there; a value of the wrong type is never converted.
 */
public final class BodyFields {
  private final JsonNode object;
  private final List<FieldError> errors = new ArrayList<>();

  BodyFields(JsonNode object) {
    this.object = object;
  }

  /**
   * Read a text that must be there and not be blank; an empty one stands in for a wrong one until
   * {@link #refuseIfWrong}.
   *
   * @param longest in characters
   */
  public String requiredText(String field, int longest) {
    String text = text(field, longest);
    if (text == null && given(field) == null) {
      refuse(field, FieldReason.REQUIRED);
      return "";
    }
    if (text != null && text.isBlank()) {
      refuse(field, FieldReason.REQUIRED);
    }
    return text == null ? "" : text;
  }

  /**
   * Read a text; null when it is not there.
   *
   * @param longest in characters
   */
  public @Nullable String text(String field, int longest) {
    JsonNode node = given(field);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      refuse(field, FieldReason.WRONG_TYPE, "string");
      return null;
    }
    String text = node.getStringValue();
    if (text.length() > longest) {
      refuse(field, FieldReason.TOO_LONG, longest);
      return null;
    }
    return text;
  }

  /** Refuse the request if any field read so far was wrong. */
  public void refuseIfWrong() {
    if (!errors.isEmpty()) {
      throw new InvalidFields(errors).toException();
    }
  }

  private @Nullable JsonNode given(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private void refuse(String field, FieldReason reason, Object... arguments) {
    errors.add(new FieldError(field, reason, List.of(arguments)));
  }
}
