package io.vmgate.domain.auth;

import io.vmgate.domain.SecretBits;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Get whoever holds it the next token of a sign-in, once. Given to the user and kept nowhere.
 *
 * @param text as {@link SecretBits} spells it
 */
public record RefreshToken(String text) {
  public RefreshToken {
    if (!SecretBits.areIn(text)) {
      throw new IllegalArgumentException("not a refresh token");
    }
  }

  /** Make a token that nobody can guess, if the generator cannot be. */
  public static RefreshToken random(RandomGenerator chance) {
    return new RefreshToken(SecretBits.random(chance));
  }

  /** Read a token as a client sends it; empty when it cannot be one. */
  public static Optional<RefreshToken> parse(String text) {
    return SecretBits.areIn(text) ? Optional.of(new RefreshToken(text)) : Optional.empty();
  }

  /** What may be stored of it. */
  public RefreshHash hash() {
    return new RefreshHash(SecretBits.hash(text));
  }

  @Override
  public String toString() {
    return "RefreshToken"; // the token belongs in no log
  }
}
