package io.vmgate.rest.envelope;

import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collect the parameters that must be given, to refuse all missing ones in one answer. */
public final class RequiredFields {
  private final List<FieldError> missing = new ArrayList<>();

  /** Take a parameter; an empty text stands in for a missing one until {@link #refuseIfMissing}. */
  public String text(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      missing.add(new FieldError(field, FieldReason.REQUIRED, List.of()));
      return "";
    }
    return value;
  }

  /** Refuse the request if any of the parameters taken was missing. */
  public void refuseIfMissing() {
    if (!missing.isEmpty()) {
      throw new InvalidFields(missing).toException();
    }
  }
}
