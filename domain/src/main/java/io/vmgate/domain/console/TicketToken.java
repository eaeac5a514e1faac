package io.vmgate.domain.console;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Let whoever holds it onto a console, once. Given to the caller and kept nowhere.
 *
 * @param text {@value #BYTES} random bytes in base64url without padding (RFC 4648 §5)
 */
public record TicketToken(String text) {
  private static final int BYTES = 32;
  private static final int LENGTH = 43;

  public TicketToken {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not a console ticket");
    }
  }

  /** Make a token that nobody can guess, if the generator cannot be. */
  public static TicketToken random(RandomGenerator chance) {
    byte[] bits = new byte[BYTES];
    chance.nextBytes(bits);
    return new TicketToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Read a token as it stands in a link; empty when it cannot be one. */
  public static Optional<TicketToken> parse(String text) {
    return isWellFormed(text) ? Optional.of(new TicketToken(text)) : Optional.empty();
  }

  /** What may be stored of it. */
  public TicketHash hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getUrlDecoder().decode(text));
      return new TicketHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  /** Only the one spelling that the platform writes: the last character has bits to spare. */
  private static boolean isWellFormed(String text) {
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

  @Override
  public String toString() {
    return "TicketToken"; // the token belongs in no log
  }
}
