package io.vmgate.domain;

import java.util.List;

/** Refuse what the caller sent, naming each wrong field. */
public sealed interface InputFailure extends Failure {

  /** One or more fields are wrong; every one of them is listed, none twice for the same reason. */
  record InvalidFields(List<FieldError> errors) implements InputFailure {
    public InvalidFields {
      if (errors.isEmpty()) {
        throw new IllegalArgumentException("a refusal names at least one field");
      }
      errors = List.copyOf(errors);
    }

    /** Refuse a single field. */
    public static InvalidFields of(String field, FieldReason reason, Object... arguments) {
      return new InvalidFields(List.of(new FieldError(field, reason, List.of(arguments))));
    }
  }

  /**
   * A field and why it is refused.
   *
   * @param field the name the caller used: a query parameter, or a path into the body such as
   *     {@code ports[0].port}
   * @param arguments what the reason's text needs, in the order its text names them
   */
  record FieldError(String field, FieldReason reason, List<Object> arguments) {
    public FieldError {
      arguments = List.copyOf(arguments);
    }
  }

  /** Why a field is refused; adapters hold the text for each in every language. */
  enum FieldReason {
    /** It must be given and is not. */
    REQUIRED,
    /** Arguments: the least and the greatest value allowed. */
    OUT_OF_RANGE,
    /** Arguments: the greatest length allowed, in characters. */
    TOO_LONG,
    /** Argument: the values allowed, comma separated. */
    NOT_ONE_OF,
    /** Argument: what is expected, for example {@code integer}. */
    WRONG_TYPE,
    /** Argument: what the parser found. */
    MALFORMED,
    /** It stands there a second time. Argument: what does. */
    TWICE,
    /** It has no place beside something else. Argument: what that is. */
    NOT_WITH,
    /** A time that is over. */
    PAST
  }
}
