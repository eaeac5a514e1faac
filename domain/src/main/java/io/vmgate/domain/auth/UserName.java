package io.vmgate.domain.auth;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Name a user within a tenant, as people type it when they sign in.
 *
 * @param value 1–{@value #MAX_LENGTH} characters, none of them a control character, no blank at
 *     either end
 */
public record UserName(String value) {
  /** The longest name allowed, in characters. */
  public static final int MAX_LENGTH = 128;

  public UserName {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a user name");
    }
  }

  /** Read a name as somebody typed it; empty when nobody could be called so. */
  public static Optional<UserName> parse(String text) {
    return isWellFormed(text) ? Optional.of(new UserName(text)) : Optional.empty();
  }

  /** Tell whether a user could have this name at all. */
  public static boolean isWellFormed(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_LENGTH
        && value.equals(value.strip())
        && value.chars().noneMatch(Character::isISOControl)
        && isProperUnicode(value);
  }

  /**
   * What two names share that differ in nothing but letter case or in how accents are composed.
   * Made here, so that it does not depend on the locale of a database.
   */
  public String key() {
    return Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return value;
  }

  /** Half a surrogate pair cannot be stored as UTF-8. */
  private static boolean isProperUnicode(String value) {
    return value.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
