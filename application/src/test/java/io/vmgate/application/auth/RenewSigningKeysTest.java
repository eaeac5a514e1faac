package io.vmgate.application.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.RenewSigningKeys.Renewal;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.domain.auth.SigningKeyPolicy;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemorySigningKeyBook;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewSigningKeysTest {
  private final ManualClock clock = new ManualClock();
  private final SigningKeyBook book = new InMemorySigningKeyBook(clock);
  private final RenewSigningKeys renewKeys =
      new RenewSigningKeys(
          book, new SigningKeyPolicy(Duration.ofDays(30), Duration.ofHours(12)), clock);

  @Test
  void leavesAYoungKeyAlone() {
    SigningKey first = book.keys().getFirst();
    clock.advance(Duration.ofDays(29));
    assertThat(renewKeys.renew()).isEqualTo(new Renewal(false, 0));
    assertThat(book.keys()).containsExactly(first);
  }

  @Test
  void replacesAnOldKeyAndForgetsItOnceItsTokensHaveExpired() {
    SigningKey first = book.keys().getFirst();
    clock.advance(Duration.ofDays(31));
    assertThat(renewKeys.renew()).isEqualTo(new Renewal(true, 0));
    clock.advance(Duration.ofHours(12));
    assertThat(renewKeys.renew()).isEqualTo(new Renewal(false, 0));
    clock.advance(Duration.ofMinutes(6));
    assertThat(renewKeys.renew()).isEqualTo(new Renewal(false, 1));
    assertThat(book.keys()).hasSize(1).doesNotContain(first);
  }

  @Test
  void keepsAKeyThatSignedUntilJustNowHoweverOldItIs() {
    SigningKey first = book.keys().getFirst();
    clock.advance(Duration.ofDays(400));
    assertThat(renewKeys.renew()).isEqualTo(new Renewal(true, 0));
    assertThat(book.keys()).contains(first);
  }

  @Test
  void rotatesAtOnceWhenToldTo() {
    SigningKey first = book.keys().getFirst();
    SigningKey second = new RotateSigningKey(book).rotate();
    assertThat(book.keys()).containsExactly(second, first);
  }
}
