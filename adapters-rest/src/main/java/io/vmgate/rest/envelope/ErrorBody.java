package io.vmgate.rest.envelope;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Say which error it is, before it is put into words.
 *
 * @param arguments what the text needs, in the order it names them
 * @param fieldErrors the wrong fields; empty for errors that are about none
 * @param taskId the task that is in the way; null for all errors but {@link ErrorCode#VM_BUSY}
 * @param retryAfterSeconds when to come again; null for all errors but {@link
 *     ErrorCode#TOO_MANY_REQUESTS}
 */
record ErrorBody(
    ErrorCode code,
    List<Object> arguments,
    List<WrongField> fieldErrors,
    @Nullable String taskId,
    @Nullable Long retryAfterSeconds) {
  ErrorBody {
    arguments = List.copyOf(arguments);
    fieldErrors = List.copyOf(fieldErrors);
  }

  static ErrorBody of(ErrorCode code, Object... arguments) {
    return new ErrorBody(code, Arrays.asList(arguments), List.of(), null, null);
  }

  static ErrorBody ofFields(List<WrongField> fieldErrors) {
    return new ErrorBody(ErrorCode.INVALID_FIELDS, List.of(), fieldErrors, null, null);
  }

  static ErrorBody ofField(ErrorCode code, WrongField field, Object... arguments) {
    return new ErrorBody(code, Arrays.asList(arguments), List.of(field), null, null);
  }

  static ErrorBody ofTask(ErrorCode code, String taskId) {
    return new ErrorBody(code, List.of(taskId), List.of(), taskId, null);
  }

  static ErrorBody ofDelay(ErrorCode code, Duration delay) {
    // Rounded up: who comes back then must not be early.
    long seconds = Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
    return new ErrorBody(code, List.of(seconds), List.of(), null, seconds);
  }

  /**
   * A wrong field, before it is put into words.
   *
   * @param reasonKey the text's key in the bundles; null when {@code words} say it already
   */
  record WrongField(
      String field, @Nullable String reasonKey, List<Object> arguments, @Nullable String words) {
    WrongField {
      arguments = List.copyOf(arguments);
    }
  }
}
