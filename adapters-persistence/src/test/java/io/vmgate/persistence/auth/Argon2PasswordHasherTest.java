package io.vmgate.persistence.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.auth.PasswordHasher;
import io.vmgate.testkit.auth.PasswordHasherContract;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2PasswordHasherTest implements PasswordHasherContract {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final PasswordHasher hasher = new Argon2PasswordHasher(2);

  @Override
  public PasswordHasher hasher() {
    return hasher;
  }

  @Test
  void writesHashesAsPhcStrings() {
    assertThat(hasher.hash("secret"))
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
  }

  /** Made by the reference implementation (its own test suite: src/test.c). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      })
  void checksHashesOfOtherProgramsAndOtherCost(String hash) {
    assertThat(hasher.matches("password", hash)).isTrue();
    assertThat(hasher.matches("passwort", hash)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
        "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
        "$argon2id$v=19$m=19456,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
        "$argon2id$v=19$m=19456,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
        "$argon2id$v=19$m=16,t=2,p=4$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph",
      })
  void refusesWhatIsMalformedOrTooDear(String hash) {
    assertThat(hasher.understands(hash)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> hasher.matches("password", hash));
  }

  @Test
  void waitsForASeatBeforeItTakesMemory() {
    Semaphore seats = new Semaphore(1, true);
    seats.acquireUninterruptibly();
    PasswordHasher crowded = new Argon2PasswordHasher(seats);
    CompletableFuture<String> hash = CompletableFuture.supplyAsync(() -> crowded.hash("secret"));
    await().atMost(SOON).until(seats::hasQueuedThreads);
    assertThat(hash).isNotDone();
    seats.release();
    assertThat(hash).succeedsWithin(SOON);
    assertThat(seats.availablePermits()).isEqualTo(1);
  }
}
