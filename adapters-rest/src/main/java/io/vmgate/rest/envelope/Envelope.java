package io.vmgate.rest.envelope;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Wrap every JSON answer, errors too.
 *
 * @param code 200, or the error's number: HTTP status × 100 and a count
 * @param message for people, in the caller's language
 * @param data the answer itself; null for most errors
 */
@Serdeable
public record Envelope<T>(
    @Schema(description = "200, or the number of the error", example = "200") int code,
    @Schema(description = "For people, in the caller's language", example = "success")
        String message,
    @Nullable T data) {
  private static final int SUCCESS = 200;

  /** Answer with data. */
  public static <T> Envelope<T> success(T data) {
    return new Envelope<>(SUCCESS, "success", data);
  }

  /** Answer with data and words of its own. */
  public static <T> Envelope<T> success(String message, T data) {
    return new Envelope<>(SUCCESS, message, data);
  }

  /** Answer that it is done, in these words; there is nothing to hand over. */
  public static Envelope<Object> done(String message) {
    return new Envelope<>(SUCCESS, message, null);
  }
}
