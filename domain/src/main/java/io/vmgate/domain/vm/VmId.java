package io.vmgate.domain.vm;

import java.util.Optional;
import java.util.UUID;

/**
 * Identify a machine: the UID of its VirtualMachine object, unique over clusters and never reused.
 */
public record VmId(UUID value) {
  private static final int UUID_LENGTH = 36;

  /** Read an id as it stands in a URL; empty when no machine could have it. */
  public static Optional<VmId> parse(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new VmId(UUID.fromString(text)));
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
