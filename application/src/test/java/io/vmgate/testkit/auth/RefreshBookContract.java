package io.vmgate.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.RefreshBook;
import io.vmgate.application.auth.RefreshBook.Renewal;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshHash;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every book of sign-ins that can be renewed does. */
public interface RefreshBookContract {
  /** A sign-in of tenant acme, which lasts for a day. */
  LastingSignIn ANNS =
      new LastingSignIn(
          new SignInId(new UUID(1, 1)),
          new TenantId("acme"),
          new UserId(new UUID(1, 2)),
          "fingerprint",
          ManualClock.START.plus(Duration.ofDays(1)));

  RefreshTerms TERMS =
      new RefreshTerms(Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(30));

  RefreshHash FIRST = hash(1);
  RefreshHash SECOND = hash(2);
  RefreshHash THIRD = hash(3);

  Instant NOW = ManualClock.START;
  Instant FIRST_EXPIRES = NOW.plus(Duration.ofHours(1));

  /** A book without sign-ins, in which tenants acme and globex may have some. */
  RefreshBook emptyBook();

  /** A hash that nothing else has. */
  static RefreshHash hash(int number) {
    return RefreshToken.random(new SignInId(new UUID(1, 1)), new Random(number)).hash();
  }

  private RefreshBook bookOfAnn() {
    RefreshBook book = emptyBook();
    book.begin(ANNS, FIRST, FIRST_EXPIRES);
    return book;
  }

  @Test
  default void findsASignInWhoseverItIs() {
    RefreshBook book = bookOfAnn();

    assertThat(book.find(ANNS.id())).contains(ANNS);
    assertThat(book.find(new SignInId(new UUID(2, 2)))).isEmpty();
  }

  @Test
  default void keepsTheNextTokenInPlaceOfTheOneThatIsUsed() {
    RefreshBook book = bookOfAnn();

    assertThat(book.renew(ANNS, FIRST, SECOND, NOW, TERMS))
        .isEqualTo(new Renewal.Renewed(FIRST_EXPIRES));
    Instant later = NOW.plus(Duration.ofMinutes(50));
    assertThat(book.renew(ANNS, SECOND, THIRD, later, TERMS))
        .isEqualTo(new Renewal.Renewed(later.plus(TERMS.idle())));
  }

  @Test
  default void letsNoTokenOutliveTheSignIn() {
    RefreshBook book = emptyBook();
    LastingSignIn brief =
        new LastingSignIn(
            ANNS.id(),
            ANNS.tenant(),
            ANNS.user(),
            ANNS.password(),
            NOW.plus(Duration.ofMinutes(10)));
    book.begin(brief, FIRST, brief.endsAt());

    assertThat(book.renew(brief, FIRST, SECOND, NOW, TERMS))
        .isEqualTo(new Renewal.Renewed(brief.endsAt()));
    assertThat(book.renew(brief, SECOND, THIRD, brief.endsAt(), TERMS))
        .isEqualTo(new Renewal.Refused());
  }

  @Test
  default void answersAgainWithinTheGrace() {
    RefreshBook book = bookOfAnn();
    book.renew(ANNS, FIRST, SECOND, NOW, TERMS);

    Instant soon = NOW.plus(TERMS.grace());
    assertThat(book.renew(ANNS, FIRST, THIRD, soon, TERMS)).isInstanceOf(Renewal.Renewed.class);
    assertThat(book.renew(ANNS, THIRD, hash(4), soon, TERMS)).isInstanceOf(Renewal.Renewed.class);
  }

  @Test
  default void noticesATokenThatIsUsedAgainLater() {
    RefreshBook book = bookOfAnn();
    book.renew(ANNS, FIRST, SECOND, NOW, TERMS);

    Instant later = NOW.plus(TERMS.grace()).plusMillis(1);
    assertThat(book.renew(ANNS, FIRST, THIRD, later, TERMS)).isEqualTo(new Renewal.Reused());
    // Ending the sign-in is for the caller to do, and may have to be done again.
    assertThat(book.renew(ANNS, FIRST, THIRD, later, TERMS)).isEqualTo(new Renewal.Reused());
    assertThat(book.find(ANNS.id())).contains(ANNS);
  }

  @Test
  default void noticesAUsedTokenHoweverOftenTheSignInWasRenewedSince() {
    RefreshBook book = bookOfAnn();
    book.renew(ANNS, FIRST, hash(100), NOW, TERMS);
    Instant later = NOW.plus(TERMS.grace()).plusMillis(1);
    for (int number = 100; number < 250; number++) {
      assertThat(book.renew(ANNS, hash(number), hash(number + 1), later, TERMS))
          .isInstanceOf(Renewal.Renewed.class);
    }

    assertThat(book.renew(ANNS, FIRST, THIRD, later, TERMS)).isEqualTo(new Renewal.Reused());
  }

  @Test
  default void noticesAUsedTokenThatWouldHaveExpiredSince() {
    RefreshBook book = bookOfAnn();
    book.renew(ANNS, FIRST, SECOND, NOW, TERMS);
    Instant later = FIRST_EXPIRES.minusSeconds(1);
    book.renew(ANNS, SECOND, THIRD, later, TERMS);

    assertThat(book.renew(ANNS, FIRST, hash(4), FIRST_EXPIRES.plusSeconds(60), TERMS))
        .isEqualTo(new Renewal.Reused());
  }

  @Test
  default void takesOneOfTwoThatWereHandedOutForTheSameForUsedWhenTheOtherIs() {
    RefreshBook book = bookOfAnn();
    book.renew(ANNS, FIRST, SECOND, NOW, TERMS);
    book.renew(ANNS, FIRST, THIRD, NOW, TERMS);
    Instant later = NOW.plus(Duration.ofMinutes(10));
    assertThat(book.renew(ANNS, SECOND, hash(4), later, TERMS)).isInstanceOf(Renewal.Renewed.class);

    assertThat(book.renew(ANNS, THIRD, hash(5), later.plus(Duration.ofMinutes(1)), TERMS))
        .isEqualTo(new Renewal.Reused());
  }

  @Test
  default void refusesATokenThatHasExpired() {
    RefreshBook book = bookOfAnn();

    assertThat(book.renew(ANNS, FIRST, SECOND, FIRST_EXPIRES, TERMS))
        .isEqualTo(new Renewal.Refused());
  }

  @Test
  default void endsASignInOfTheTenantOnly() {
    RefreshBook book = bookOfAnn();

    book.end(new TenantId("globex"), ANNS.id());
    assertThat(book.find(ANNS.id())).contains(ANNS);

    book.end(ANNS.tenant(), ANNS.id());
    book.end(ANNS.tenant(), ANNS.id());
    assertThat(book.find(ANNS.id())).isEmpty();
    assertThat(book.renew(ANNS, FIRST, SECOND, NOW, TERMS)).isEqualTo(new Renewal.Refused());
  }

  @Test
  default void forgetsWhatCannotBeRenewedAnyMore() {
    RefreshBook book = bookOfAnn();

    assertThat(book.forget(ANNS.tenant(), FIRST_EXPIRES.minusMillis(1))).isZero();
    assertThat(book.forget(new TenantId("globex"), FIRST_EXPIRES)).isZero();
    assertThat(book.find(ANNS.id())).isPresent();
    assertThat(book.forget(ANNS.tenant(), FIRST_EXPIRES)).isEqualTo(1);
    assertThat(book.find(ANNS.id())).isEmpty();
  }
}
