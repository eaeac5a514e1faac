package io.vmgate.rest.envelope;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Show what a program needs to know about an error; what does not belong to it is left out.
 *
 * @param fieldErrors what is wrong with each field of a refused request
 * @param taskId the task that is in the way
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorView(@Nullable List<FieldErrorView> fieldErrors, @Nullable String taskId) {
  public ErrorView {
    fieldErrors = fieldErrors == null ? null : List.copyOf(fieldErrors);
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
