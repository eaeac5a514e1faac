package io.vmgate.simulator.api;

import io.vmgate.simulator.store.ResourceType;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with an object, field by field (Kubernetes: apimachinery,
 * util/validation/field/errors.go).
 */
final class FieldErrors {
  private final List<StatusException.Cause> causes = new ArrayList<>();

  void required(String field, String why) {
    add("FieldValueRequired", field, why.isEmpty() ? "Required value" : "Required value: " + why);
  }

  void invalid(String field, JsonNode value, String why) {
    invalid(field, value.isMissingNode() ? "\"\"" : value.toString(), why);
  }

  /**
   * @param shown the value as the server prints it, texts in quotes
   */
  void invalid(String field, String shown, String why) {
    add("FieldValueInvalid", field, "Invalid value: " + shown + ": " + why);
  }

  void duplicate(String field, String shown) {
    add("FieldValueDuplicate", field, "Duplicate value: " + shown);
  }

  void forbidden(String field, String why) {
    add("FieldValueForbidden", field, "Forbidden: " + why);
  }

  /** The value is none of those that there are. */
  void unsupported(String field, String value, List<String> supported) {
    add(
        "FieldValueNotSupported",
        field,
        "Unsupported value: \""
            + value
            + "\": supported values: \""
            + String.join("\", \"", supported)
            + "\"");
  }

  private void add(String reason, String field, String message) {
    causes.add(new StatusException.Cause(reason, message, field));
  }

  boolean isEmpty() {
    return causes.isEmpty();
  }

  /** Refuse the object if anything was wrong. */
  void raise(ResourceType type, String name) {
    if (!causes.isEmpty()) {
      throw StatusException.invalid(type, name, causes);
    }
  }
}
