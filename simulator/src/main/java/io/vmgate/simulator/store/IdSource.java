package io.vmgate.simulator.store;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;

/** Makes uids and the random ends of generated names. */
public final class IdSource {
  /** The letters that the API server uses: no vowels, nothing that looks alike. */
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Random random;

  public IdSource() {
    this(new SecureRandom());
  }

  /** Take the randomness from outside; a test hands in a seeded one. */
  public IdSource(Random random) {
    this.random = random;
  }

  public String uid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low).toString();
  }

  /** Give five random letters, as they follow a generateName. */
  public String suffix() {
    StringBuilder suffix = new StringBuilder(5);
    for (int i = 0; i < 5; i++) {
      suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return suffix.toString();
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }
}
