package io.vmgate.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.SignInBook;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.testkit.ManualClock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every book of sign-ins does; its clock stands at {@link ManualClock#START}. */
public interface SignInBookContract {
  SignInId ONE = new SignInId(new UUID(1, 1));
  SignInId OTHER = new SignInId(new UUID(2, 2));
  Instant LATER = ManualClock.START.plusSeconds(60);

  /** A book in which nothing is withdrawn. */
  SignInBook emptyBook();

  @Test
  default void knowsWhatWasWithdrawn() {
    SignInBook book = emptyBook();
    assertThat(book.isWithdrawn(ONE)).isFalse();

    book.withdraw(ONE, LATER);

    assertThat(book.isWithdrawn(ONE)).isTrue();
    assertThat(book.isWithdrawn(OTHER)).isFalse();
  }

  @Test
  default void takesAWithdrawalTwice() {
    SignInBook book = emptyBook();
    book.withdraw(ONE, LATER);
    book.withdraw(ONE, LATER);

    assertThat(book.isWithdrawn(ONE)).isTrue();
  }

  @Test
  default void needNotKnowTokensThatHaveExpired() {
    SignInBook book = emptyBook();
    book.withdraw(ONE, ManualClock.START);
    book.withdraw(OTHER, LATER);

    assertThat(book.isWithdrawn(ONE)).isFalse();
    assertThat(book.isWithdrawn(OTHER)).isTrue();
  }
}
