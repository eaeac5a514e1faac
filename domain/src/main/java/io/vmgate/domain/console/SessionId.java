package io.vmgate.domain.console;

import java.util.Optional;
import java.util.UUID;

/** Identify a console session: one time that somebody is on a machine's console. */
public record SessionId(UUID value) {
  private static final int UUID_LENGTH = 36;

  /** Read an id as a caller wrote it; empty when no session could have it. */
  public static Optional<SessionId> parse(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SessionId(UUID.fromString(text)));
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
