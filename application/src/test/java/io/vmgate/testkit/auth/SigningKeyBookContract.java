package io.vmgate.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every book of signing keys does. */
public interface SigningKeyBookContract {
  /** A book in which nobody has written yet, dating its keys by the clock. */
  SigningKeyBook emptyBook(ManualClock clock);

  @Test
  default void makesTheFirstKeyOnFirstUse() {
    SigningKeyBook book = emptyBook(new ManualClock());
    List<SigningKey> keys = book.keys();
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst().secret()).hasSize(32);
    assertThat(keys.getFirst().createdAt()).isEqualTo(ManualClock.START);
    assertThat(book.keys()).isEqualTo(keys);
  }

  @Test
  default void putsARotatedKeyFirstAndKeepsTheOld() {
    ManualClock clock = new ManualClock();
    SigningKeyBook book = emptyBook(clock);
    SigningKey first = book.keys().getFirst();
    Instant later = clock.advance(Duration.ofDays(1));
    SigningKey second = book.rotate();
    assertThat(second.createdAt()).isEqualTo(later);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.secret()).isNotEqualTo(first.secret());
    assertThat(book.keys()).containsExactly(second, first);
  }

  @Test
  default void findsAKeyByItsId() {
    SigningKeyBook book = emptyBook(new ManualClock());
    SigningKey key = book.keys().getFirst();
    assertThat(book.find(key.id())).contains(key);
    assertThat(book.find("no such key")).isEmpty();
  }

  @Test
  default void putsTheLaterOfTwoKeysOfOneMomentFirst() {
    SigningKeyBook book = emptyBook(new ManualClock());
    book.keys();
    book.rotate();
    SigningKey last = book.rotate();
    assertThat(book.keys().getFirst()).isEqualTo(last);
  }

  @Test
  default void rotatesByAgeOnlyWhenTheNewestIsOldEnough() {
    ManualClock clock = new ManualClock();
    SigningKeyBook book = emptyBook(clock);
    book.keys();
    assertThat(book.rotateIfMadeBefore(ManualClock.START)).isEmpty();
    clock.advance(Duration.ofDays(1));
    SigningKey second = book.rotateIfMadeBefore(ManualClock.START.plusSeconds(1)).orElseThrow();
    assertThat(book.keys().getFirst()).isEqualTo(second);
    assertThat(book.rotateIfMadeBefore(ManualClock.START.plusSeconds(1))).isEmpty();
    assertThat(book.keys()).hasSize(2);
  }

  @Test
  default void forgetsOldKeysButNeverTheNewest() {
    ManualClock clock = new ManualClock();
    SigningKeyBook book = emptyBook(clock);
    book.keys();
    clock.advance(Duration.ofDays(1));
    SigningKey second = book.rotate();
    clock.advance(Duration.ofDays(1));
    SigningKey third = book.rotate();
    assertThat(book.forgetOlderThan(second.createdAt())).isEqualTo(1);
    assertThat(book.keys()).containsExactly(third, second);
    assertThat(book.forgetOlderThan(clock.advance(Duration.ofDays(9)))).isEqualTo(1);
    assertThat(book.keys()).containsExactly(third);
  }
}
