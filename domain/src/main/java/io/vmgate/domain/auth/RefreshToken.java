package io.vmgate.domain.auth;

import io.vmgate.domain.SecretBits;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Get whoever holds it the next token of a sign-in, once. Given to the user and kept nowhere. It
 * names its sign-in, so that one that is not known any more is known to have been used.
 *
 * @param secret as {@link SecretBits} spells it
 */
public record RefreshToken(SignInId signIn, String secret) {
  private static final char SEPARATOR = '.';

  public RefreshToken {
    if (!SecretBits.areIn(secret)) {
      throw new IllegalArgumentException("not a refresh token");
    }
  }

  /** Make a token that nobody can guess, if the generator cannot be. */
  public static RefreshToken random(SignInId signIn, RandomGenerator chance) {
    return new RefreshToken(signIn, SecretBits.random(chance));
  }

  /** Read a token as a client sends it; empty when it cannot be one. */
  public static Optional<RefreshToken> parse(String text) {
    int at = text.indexOf(SEPARATOR);
    if (at < 0 || !SecretBits.areIn(text.substring(at + 1))) {
      return Optional.empty();
    }
    return SignInId.parse(text.substring(0, at))
        .map(signIn -> new RefreshToken(signIn, text.substring(at + 1)));
  }

  /** What the user is given. */
  public String text() {
    return signIn.toString() + SEPARATOR + secret;
  }

  /** What may be stored of it. */
  public RefreshHash hash() {
    return new RefreshHash(SecretBits.hash(secret));
  }

  @Override
  public String toString() {
    return "RefreshToken"; // the token belongs in no log
  }
}
