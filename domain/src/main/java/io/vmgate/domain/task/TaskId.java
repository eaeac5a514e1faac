package io.vmgate.domain.task;

import java.util.Optional;
import java.util.UUID;

/** Identify a task; later ones sort after earlier ones. */
public record TaskId(UUID value) {
  private static final int UUID_LENGTH = 36;

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

  @Override
  public String toString() {
    return value.toString();
  }
}
