package io.vmgate.rest.envelope;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Show what is wrong with each field of a refused request. */
@Serdeable
public record ErrorView(List<FieldErrorView> fieldErrors) {
  public ErrorView {
    fieldErrors = List.copyOf(fieldErrors);
  }

  /**
   * One wrong field.
   *
   * @param field the name that the caller used
   * @param reason for people, in the caller's language
   */
  @Serdeable
  public record FieldErrorView(String field, String reason) {}
}
