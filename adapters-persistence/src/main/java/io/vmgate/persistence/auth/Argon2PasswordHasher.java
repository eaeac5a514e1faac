package io.vmgate.persistence.auth;

import io.vmgate.application.auth.PasswordHasher;
import io.vmgate.persistence.PersistenceSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106), at the cost that OWASP's password storage cheat sheet
 * asks for at least: 19 MiB, two passes, one lane.
 *
 * <p>Each hashing needs that memory for some tens of milliseconds, so only a few run at once and
 * the others wait in line: however many people sign in, the heap holds.
 */
@Singleton
final class Argon2PasswordHasher implements PasswordHasher {
  private static final int MEMORY_KIBIBYTES = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int TAG_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Semaphore seats;

  @Inject
  Argon2PasswordHasher(PersistenceSettings settings) {
    this(settings.hashingsAtOnce());
  }

  /**
   * Hash for anybody who asks.
   *
   * @param hashingsAtOnce how many run at the same time, at 19 MiB each
   */
  public Argon2PasswordHasher(int hashingsAtOnce) {
    this(new Semaphore(hashingsAtOnce, true));
  }

  Argon2PasswordHasher(Semaphore seats) {
    this.seats = seats;
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] tag = tag(password, salt, MEMORY_KIBIBYTES, PASSES, LANES, TAG_BYTES);
    return new Argon2Hash(MEMORY_KIBIBYTES, PASSES, LANES, salt, tag).toPhc();
  }

  @Override
  public boolean matches(String password, String hash) {
    Argon2Hash stored =
        Argon2Hash.parse(hash)
            .orElseThrow(() -> new IllegalArgumentException("not an Argon2id hash of ours"));
    byte[] expected = stored.tag();
    byte[] tag =
        tag(
            password,
            stored.salt(),
            stored.memoryKibibytes(),
            stored.passes(),
            stored.lanes(),
            expected.length);
    return MessageDigest.isEqual(expected, tag); // takes the same time wherever they differ
  }

  @Override
  public boolean understands(String hash) {
    return Argon2Hash.parse(hash).isPresent();
  }

  private byte[] tag(
      String password, byte[] salt, int memoryKibibytes, int passes, int lanes, int tagBytes) {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKibibytes)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    byte[] tag = new byte[tagBytes];
    seats.acquireUninterruptibly();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(parameters);
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), tag);
    } finally {
      seats.release();
    }
    return tag;
  }
}
