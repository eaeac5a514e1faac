package io.vmgate.rest.envelope;

import io.micronaut.json.tree.JsonNode;
import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Read the fields of a JSON body, collecting what is wrong with each, so that one answer names
 * every wrong field. Fields that nobody reads are ignored; a null is like a field that is not
 * there; a value of the wrong type is never converted.
 */
public final class BodyFields {
  private final JsonNode object;
  private final Function<JsonNode, String> write;
  private final String place;
  private final List<FieldError> errors;

  BodyFields(JsonNode object, Function<JsonNode, String> write) {
    this(object, write, "", new ArrayList<>());
  }

  /**
   * Read the fields of an object within a body.
   *
   * @param place what stands before its fields' names
   * @param errors of the whole body
   */
  private BodyFields(
      JsonNode object, Function<JsonNode, String> write, String place, List<FieldError> errors) {
    this.object = object;
    this.write = write;
    this.place = place;
    this.errors = errors;
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

  /** Read a yes or no; no when it is not there. */
  public boolean flag(String field) {
    JsonNode node = given(field);
    if (node == null) {
      return false;
    }
    if (!node.isBoolean()) {
      refuse(field, FieldReason.WRONG_TYPE, "boolean");
      return false;
    }
    return node.getBooleanValue();
  }

  /**
   * Read a whole number.
   *
   * @param missing what it is when it is not there
   */
  public int number(String field, int missing, int least, int most) {
    JsonNode node = given(field);
    if (node == null) {
      return missing;
    }
    if (!node.isNumber()) {
      refuse(field, FieldReason.WRONG_TYPE, "integer");
      return missing;
    }
    BigDecimal value = node.getBigDecimalValue();
    if (value.stripTrailingZeros().scale() > 0) {
      refuse(field, FieldReason.WRONG_TYPE, "integer");
      return missing;
    }
    if (value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      refuse(field, FieldReason.OUT_OF_RANGE, least, most);
      return missing;
    }
    return value.intValueExact();
  }

  /**
   * Read an object as it is, in a form that is the same for equal objects; null when it is not
   * there.
   *
   * @param longest in that form, in characters
   */
  public @Nullable String object(String field, int longest) {
    JsonNode node = given(field);
    if (node == null) {
      return null;
    }
    if (!node.isObject()) {
      refuse(field, FieldReason.WRONG_TYPE, "object");
      return null;
    }
    String text = write.apply(sorted(node));
    if (text.length() > longest) {
      refuse(field, FieldReason.TOO_LONG, longest);
      return null;
    }
    return text;
  }

  /**
   * Read a list of texts that must be there, each not longer than {@code longest} characters.
   *
   * @param most how many at most; one at least
   */
  public List<String> texts(String field, int most, int longest) {
    return parsed(field, most, longest, "", Optional::of);
  }

  /**
   * Read a list of texts that must be there and each be of a form; what is wrong with one is
   * refused under its index.
   *
   * @param most how many at most; one at least
   * @param longest in characters, each
   * @param form what is expected, in a few characters
   * @param parse empty for a text that is not of the form
   */
  public <T> List<T> parsed(
      String field, int most, int longest, String form, Function<String, Optional<T>> parse) {
    List<T> items = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(field, most)) {
      String name = field + "[" + index++ + "]";
      if (!item.isString()) {
        refuse(name, FieldReason.WRONG_TYPE, "string");
      } else if (item.getStringValue().length() > longest) {
        refuse(name, FieldReason.TOO_LONG, longest);
      } else if (item.getStringValue().chars().anyMatch(Character::isISOControl)) {
        refuse(name, FieldReason.MALFORMED, "control character");
      } else {
        parse
            .apply(item.getStringValue())
            .ifPresentOrElse(items::add, () -> refuse(name, FieldReason.MALFORMED, form));
      }
    }
    return items;
  }

  /** Whether the field is there, whatever it is. */
  public boolean has(String field) {
    return given(field) != null;
  }

  /** Whether the field is there and an object. */
  public boolean isObject(String field) {
    JsonNode node = given(field);
    return node != null && node.isObject();
  }

  /** Whether the field is there and a text. */
  public boolean isText(String field) {
    JsonNode node = given(field);
    return node != null && node.isString();
  }

  /**
   * Read the fields of an object within; none where it is not there. What is wrong with them is
   * refused with the rest, under their path.
   */
  public BodyFields within(String field) {
    JsonNode node = given(field);
    if (node != null && !node.isObject()) {
      refuse(field, FieldReason.WRONG_TYPE, "object");
      node = null;
    }
    return at(node == null ? JsonNode.createObjectNode(Map.of()) : node, place + field + ".");
  }

  /**
   * Read a list of objects that must be there; what is wrong with one is refused under its index.
   *
   * @param most how many at most; one at least
   */
  public List<BodyFields> objects(String field, int most) {
    List<BodyFields> objects = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(field, most)) {
      String name = field + "[" + index++ + "]";
      if (item.isObject()) {
        objects.add(at(item, place + name + "."));
      } else {
        refuse(name, FieldReason.WRONG_TYPE, "object");
      }
    }
    return objects;
  }

  /** Refuse a field for a reason that only its reader knows. */
  public void refuse(String field, FieldReason reason, Object... arguments) {
    errors.add(new FieldError(place + field, reason, List.of(arguments)));
  }

  /** Refuse the request if any field read so far was wrong. */
  public void refuseIfWrong() {
    if (!errors.isEmpty()) {
      throw new InvalidFields(errors).toException();
    }
  }

  /** The items of a list that must be there, from one on; none where it is refused. */
  private Iterable<JsonNode> items(String field, int most) {
    JsonNode node = given(field);
    if (node == null) {
      refuse(field, FieldReason.REQUIRED);
      return List.of();
    }
    if (!node.isArray()) {
      refuse(field, FieldReason.WRONG_TYPE, "array");
      return List.of();
    }
    if (node.size() < 1 || node.size() > most) {
      refuse(field, FieldReason.OUT_OF_RANGE, 1, most);
      return List.of();
    }
    return node.values();
  }

  private BodyFields at(JsonNode node, String where) {
    return new BodyFields(node, write, where, errors);
  }

  private @Nullable JsonNode given(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.entries().forEach(entry -> fields.put(entry.getKey(), sorted(entry.getValue())));
      return JsonNode.createObjectNode(new LinkedHashMap<>(fields));
    }
    if (node.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      node.values().forEach(item -> items.add(sorted(item)));
      return JsonNode.createArrayNode(items);
    }
    return node;
  }
}
