package io.vmgate.persistence.auth;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hold an Argon2id hash and what it was made with, in the PHC string format: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$tag}, both in Base64 without padding.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Argon2Hash(int memoryKibibytes, int passes, int lanes, byte[] salt, byte[] tag) {
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

  // A hash from an operator's file must not be able to stop the platform by its cost alone.
  private static final int MOST_MEMORY_KIBIBYTES = 262_144;
  private static final int MOST_PASSES = 16;
  private static final int MOST_LANES = 16;
  private static final int LEAST_KIBIBYTES_PER_LANE = 8; // RFC 9106 §3.1

  String toPhc() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKibibytes,
            passes,
            lanes,
            base64.encodeToString(salt),
            base64.encodeToString(tag));
  }

  /** Read a hash; empty when it is of another kind, malformed, or costs too much to check. */
  static Optional<Argon2Hash> parse(String phc) {
    Matcher parts = PHC.matcher(phc);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int memoryKibibytes = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    if (lanes < 1
        || lanes > MOST_LANES
        || passes < 1
        || passes > MOST_PASSES
        || memoryKibibytes < LEAST_KIBIBYTES_PER_LANE * lanes
        || memoryKibibytes > MOST_MEMORY_KIBIBYTES) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts.group(4));
      byte[] tag = Base64.getDecoder().decode(parts.group(5));
      return Optional.of(new Argon2Hash(memoryKibibytes, passes, lanes, salt, tag));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
