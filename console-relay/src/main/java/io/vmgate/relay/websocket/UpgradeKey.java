package io.vmgate.relay.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The keys by which both ends make sure that they speak of the same web socket (RFC 6455 section
 * 4).
 */
public final class UpgradeKey {
  private static final String AGREED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private UpgradeKey() {}

  /** A key for a new connection. It is no secret. */
  public static String fresh(RandomGenerator random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** Whether this can be a key: 16 bytes in Base64. */
  public static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** What a server answers to a key. */
  public static String answer(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // the RFC's choice; not for secrecy
      byte[] digest = sha1.digest((key + AGREED).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
