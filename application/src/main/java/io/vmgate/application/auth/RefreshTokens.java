package io.vmgate.application.auth;

import io.vmgate.application.Fingerprints;
import io.vmgate.application.auth.RefreshBook.Renewal;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.domain.auth.SignInId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out refresh tokens: the first one of a sign-in, and the next for each that is used. */
public final class RefreshTokens {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);

  private final RefreshBook book;
  private final SignInEnd signInEnd;
  private final RefreshTerms terms;
  private final RandomGenerator chance;
  private final InstantSource clock;

  /**
   * Hand out tokens.
   *
   * @param chance that nobody can foretell
   */
  public RefreshTokens(
      RefreshBook book,
      SignInEnd signInEnd,
      RefreshTerms terms,
      RandomGenerator chance,
      InstantSource clock) {
    this.book = book;
    this.signInEnd = signInEnd;
    this.terms = terms;
    this.chance = chance;
    this.clock = clock;
  }

  /** Make a user's sign-in one that can be renewed. */
  SignedIn.Refresh begin(User user, SignInId id) {
    Instant now = clock.instant();
    LastingSignIn signIn =
        new LastingSignIn(
            id, user.tenant(), user.id(), passwordOf(user), now.plus(terms.longest()));
    RefreshToken first = RefreshToken.random(id, chance);
    Instant expiresAt = terms.expiry(now, signIn.endsAt());
    book.begin(signIn, first.hash(), expiresAt);
    return new SignedIn.Refresh(first, expiresAt);
  }

  /** Find the sign-in that a token is of, as it says; nothing is used by it. */
  Optional<LastingSignIn> find(RefreshToken shown) {
    return book.find(shown.signIn());
  }

  /** Whether the user has the password still that was typed then. */
  boolean isOf(LastingSignIn signIn, User user) {
    return signIn.password().equals(passwordOf(user));
  }

  /**
   * Use a token. One that was used before, longer ago than a lost answer explains, is in two hands:
   * the sign-in ends, with all that it opened.
   *
   * @return the next one; empty when this one is good for nothing
   */
  Optional<SignedIn.Refresh> renew(LastingSignIn signIn, RefreshToken shown) {
    RefreshToken next = RefreshToken.random(signIn.id(), chance);
    return switch (book.renew(signIn, shown.hash(), next.hash(), clock.instant(), terms)) {
      case Renewal.Renewed(var expiresAt) -> Optional.of(new SignedIn.Refresh(next, expiresAt));
      case Renewal.Reused() -> {
        LOG.warn(
            "a refresh token of sign-in {} of user {} of tenant {} was used twice: the sign-in ends",
            signIn.id(),
            signIn.user(),
            signIn.tenant());
        end(signIn);
        yield Optional.empty();
      }
      case Renewal.Refused() -> Optional.empty();
    };
  }

  /** Of the hash, salt and all: it says nothing of the password, and changes with it. */
  private static String passwordOf(User user) {
    return Fingerprints.of(user.passwordHash());
  }

  /** End a sign-in, whose user may not go on. */
  void end(LastingSignIn signIn) {
    signInEnd.end(signIn.tenant(), signIn.id(), clock.instant());
  }
}
