package io.vmgate.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Make, judge and hash the texts that whoever holds one may use: {@value #BYTES} random bytes in
 * base64url without padding (RFC 4648 §5). So many bits cannot be guessed, so a plain SHA-256 is
 * what may be stored of them.
 */
public final class SecretBits {
  private static final int BYTES = 32;
  private static final int LENGTH = 43;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private SecretBits() {}

  /** Make a text that nobody can guess, if the generator cannot be. */
  public static String random(RandomGenerator chance) {
    byte[] bits = new byte[BYTES];
    chance.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** Whether the text is spelt as {@link #random} does: the last character has bits to spare. */
  public static boolean areIn(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    try {
      byte[] bits = Base64.getUrlDecoder().decode(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bits).equals(text);
    } catch (IllegalArgumentException otherCharacters) {
      return false;
    }
  }

  /** The SHA-256 of the bits, 64 hexadecimal digits in lower case. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getUrlDecoder().decode(text));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  /** Whether the text can be a {@link #hash}. */
  public static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }
}
