package io.vmgate.rest.envelope;

import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read query parameters, collecting what is wrong with each, so that one answer names every wrong
 * one. A blank parameter is like one that is not there.
 */
public final class QueryFields {
  private final List<FieldError> errors = new ArrayList<>();

  /** Read a whole number. */
  public int number(String field, @Nullable String given, int missing, int least, int most) {
    if (given == null || given.isBlank()) {
      return missing;
    }
    String text = given.strip();
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
      refuse(field, FieldReason.OUT_OF_RANGE, least, most);
    } catch (NumberFormatException notAnInt) {
      if (text.matches("[+-]?\\d+")) {
        refuse(field, FieldReason.OUT_OF_RANGE, least, most);
      } else {
        refuse(field, FieldReason.WRONG_TYPE, "integer");
      }
    }
    return missing;
  }

  /**
   * Read a text; null when it is not there.
   *
   * @param longest in characters
   */
  public @Nullable String text(String field, @Nullable String given, int longest) {
    if (given == null || given.isBlank()) {
      return null;
    }
    if (given.length() > longest) {
      refuse(field, FieldReason.TOO_LONG, longest);
      return null;
    }
    if (given.chars().anyMatch(Character::isISOControl)) {
      refuse(field, FieldReason.MALFORMED, "control character");
      return null;
    }
    return given.strip();
  }

  /** Refuse a parameter for a reason that only its reader knows. */
  public void refuse(String field, FieldReason reason, Object... arguments) {
    errors.add(new FieldError(field, reason, List.of(arguments)));
  }

  /** Refuse the request if any parameter read so far was wrong. */
  public void refuseIfWrong() {
    if (!errors.isEmpty()) {
      throw new InvalidFields(errors).toException();
    }
  }
}
