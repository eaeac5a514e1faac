package io.vmgate.domain.access;

import java.util.Optional;
import java.util.UUID;

/** Identify an access service: the UID of its Service object, never reused. */
public record ServiceId(UUID value) {
  private static final int UUID_LENGTH = 36;

  /** Read an id as it stands in a URL; empty when no service could have it. */
  public static Optional<ServiceId> parse(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ServiceId(UUID.fromString(text)));
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
