package io.vmgate.domain.task;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Identify a task; later ones sort after earlier ones. */
public record TaskId(UUID value) {
  private static final int UUID_LENGTH = 36;
  private static final int TIME_SHIFT = 16;

  /** Read an id as it stands in a URL; empty when no task could have it. */
  public static Optional<TaskId> parse(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TaskId(UUID.fromString(text)));
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  /** When it was given, to the millisecond (RFC 9562 §5.7: the first 48 bits). */
  public Instant givenAt() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> TIME_SHIFT);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
