package io.vmgate.bootstrap.embedded;

import java.security.SecureRandom;

/** Make passwords that are good, and that people can type from a screen. */
final class Passwords {
  /** Without the letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private static final int LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /** A fresh password of about 92 bits. */
  static String fresh() {
    return RANDOM
        .ints(LENGTH, 0, ALPHABET.length())
        .collect(
            StringBuilder::new,
            (text, at) -> text.append(ALPHABET.charAt(at)),
            StringBuilder::append)
        .toString();
  }
}
