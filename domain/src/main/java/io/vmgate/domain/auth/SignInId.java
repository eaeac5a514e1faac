package io.vmgate.domain.auth;

import java.util.Optional;
import java.util.UUID;

/** Identify one time that somebody signed in, and the tokens that it was given since. */
public record SignInId(UUID value) {
  private static final int UUID_LENGTH = 36;

  /** Read an id as a token carries it; empty when no sign-in could have it. */
  public static Optional<SignInId> parse(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SignInId(UUID.fromString(text)));
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
