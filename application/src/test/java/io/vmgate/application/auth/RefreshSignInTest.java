package io.vmgate.application.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.limit.Limits;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.ClientAddress;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemoryRefreshBook;
import io.vmgate.testkit.auth.InMemorySignInBook;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.auth.PlainPasswordHasher;
import io.vmgate.testkit.auth.ScriptedTokenIssuer;
import io.vmgate.testkit.limit.InMemoryRateLimiter;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshSignInTest {
  private static final RefreshTerms TERMS = RefreshTerms.USUAL;
  private static final ClientAddress HERE = new ClientAddress(InetAddress.ofLiteral("192.0.2.1"));

  private final ManualClock clock = new ManualClock();
  private final InMemoryTenantDirectory tenants =
      new InMemoryTenantDirectory(aTenant("acme").owning("shop").build());
  private final InMemoryUserDirectory users =
      new InMemoryUserDirectory(aUser().of("acme").named("ann").with(Role.OPERATOR).build());
  private final InMemoryRefreshBook book = new InMemoryRefreshBook();
  private final InMemorySignInBook withdrawn = new InMemorySignInBook(clock);
  private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(clock);
  private final List<SignInId> closed = new ArrayList<>();
  private final TokenIssuer tokens = new ScriptedTokenIssuer(clock);
  private final SignInEnd signInEnd =
      new SignInEnd(
          book, withdrawn, (_, ended) -> closed.add(ended), ScriptedTokenIssuer.LIFETIME, clock);
  private final RefreshTokens refreshTokens =
      new RefreshTokens(book, signInEnd, TERMS, new Random(5), clock);
  private final SignIn signIn =
      new SignIn(
          tenants,
          users,
          new PlainPasswordHasher(),
          tokens,
          limiter,
          Limits.OFF,
          refreshTokens,
          new CountingIds());
  private final RefreshSignIn refreshSignIn = refreshing(Limits.OFF);

  @Test
  void givesTheNextTokensOfTheSameSignIn() {
    SignedIn before = signIn();
    clock.advance(Duration.ofHours(3));

    SignedIn after = refreshSignIn.refresh(token(before), HERE);

    assertThat(after.token()).isEqualTo("token of acme/ann");
    assertThat(after.expiresAt()).isEqualTo(clock.instant().plus(ScriptedTokenIssuer.LIFETIME));
    assertThat(after.caller()).isEqualTo(before.caller());
    assertThat(token(after)).isNotEqualTo(token(before));
    assertThat(refreshSignIn.refresh(token(after), HERE).caller()).isEqualTo(before.caller());
  }

  @Test
  void goesByWhatTheUserMayDoNow() {
    SignedIn before = signIn();
    users.replace(aUser().of("acme").named("ann").with(Role.VIEWER).build());

    Caller now = refreshSignIn.refresh(token(before), HERE).caller();

    assertThat(now.roles()).containsExactly(Role.VIEWER);
  }

  @Test
  void endsTheSignInWhenATokenIsInTwoHands() {
    SignedIn stolen = signIn();
    SignedIn next = refreshSignIn.refresh(token(stolen), HERE);
    clock.advance(TERMS.grace().plusMillis(1));

    assertThat(refusal(token(stolen))).isEqualTo(new AuthFailure.RefreshRefused());

    assertThat(refusal(token(next))).isEqualTo(new AuthFailure.RefreshRefused());
    assertThat(withdrawn.isWithdrawn(signInOf(next))).isTrue();
    assertThat(closed).containsExactly(signInOf(next));
  }

  @Test
  void knowsOfTheEndForAsLongAsAnyTokenOfTheSignInIsGood() {
    SignedIn stolen = signIn();
    refreshSignIn.refresh(token(stolen), HERE);
    clock.advance(TERMS.grace().plusMillis(1));
    refusal(token(stolen));

    clock.advance(ScriptedTokenIssuer.LIFETIME);

    assertThat(withdrawn.isWithdrawn(signInOf(stolen))).isTrue();
  }

  @Test
  void answersARepeatedRequest() {
    SignedIn before = signIn();
    refreshSignIn.refresh(token(before), HERE);
    clock.advance(TERMS.grace());

    SignedIn again = refreshSignIn.refresh(token(before), HERE);

    assertThat(refreshSignIn.refresh(token(again), HERE).caller()).isEqualTo(before.caller());
    assertThat(closed).isEmpty();
  }

  @Test
  void endsForASignOut() {
    SignedIn before = signIn();
    new SignOut(signInEnd).signOut(before.caller().tenant(), signInOf(before), before.expiresAt());

    assertThat(refusal(token(before))).isEqualTo(new AuthFailure.RefreshRefused());
  }

  @Test
  void asksForThePasswordOnceTheLongestTimeIsOver() {
    SignedIn now = signIn();
    for (Duration passed = Duration.ZERO;
        passed.compareTo(TERMS.longest()) < 0;
        passed = passed.plus(TERMS.idle())) {
      now = refreshSignIn.refresh(token(now), HERE);
      clock.advance(TERMS.idle().minusSeconds(1));
    }
    clock.advance(TERMS.idle());

    assertThat(refusal(token(now))).isEqualTo(new AuthFailure.RefreshRefused());
    assertThat(new ForgetOldSignIns(tenants, book, clock).forget()).isEqualTo(1);
  }

  @Test
  void refusesWhoHasBeenDisabledAndEndsWhatTheyHad() {
    SignedIn before = signIn();
    users.replace(aUser().of("acme").named("ann").disabled().build());

    assertThat(refusal(token(before))).isEqualTo(new AuthFailure.Disabled());
    assertThat(withdrawn.isWithdrawn(signInOf(before))).isTrue();
    assertThat(refusal(token(before))).isEqualTo(new AuthFailure.RefreshRefused());
  }

  @Test
  void refusesUsersOfADisabledTenant() {
    SignedIn before = signIn();
    tenants.replace(aTenant("acme").owning("shop").disabled().build());

    assertThat(refusal(token(before))).isEqualTo(new AuthFailure.Disabled());
  }

  @Test
  void countsAsACallAndLeavesTheTokenGoodWhenThereWereTooMany() {
    SignedIn before = signIn();
    RefreshSignIn limited = refreshing(Limits.perMinute(1, 0, 0, 0));
    SignedIn next = limited.refresh(token(before), HERE);

    assertThat(refusal(limited, token(next))).isInstanceOf(LimitFailure.TooManyCalls.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(limited.refresh(token(next), HERE).caller()).isEqualTo(before.caller());
  }

  @Test
  void saysThatTheDatabaseIsAwayAndLosesNothing() {
    SignedIn before = signIn();
    book.setUnreachable(true);
    assertThat(refusal(token(before))).isEqualTo(new PlatformFailure.DatabaseUnreachable());

    book.setUnreachable(false);
    assertThat(refreshSignIn.refresh(token(before), HERE).caller()).isEqualTo(before.caller());
  }

  @Test
  void refusesATokenOfASignInThatNobodyKnows() {
    SignInId unknown = new SignInId(new UUID(9, 9));
    assertThat(refusal(RefreshToken.random(unknown, new Random(99))))
        .isEqualTo(new AuthFailure.RefreshRefused());
    assertThat(withdrawn.isWithdrawn(unknown)).isFalse();
  }

  @Test
  void endsWithThePassword() {
    SignedIn before = signIn();
    users.replace(
        aUser().of("acme").named("ann").hash(new PlainPasswordHasher().hash("another")).build());

    assertThat(refusal(token(before))).isEqualTo(new AuthFailure.RefreshRefused());
    assertThat(withdrawn.isWithdrawn(signInOf(before))).isTrue();
  }

  @Test
  void letsWhateverWasLeftUndoneOfAnEndBeDoneAgain() {
    SignedIn stolen = signIn();
    SignedIn next = refreshSignIn.refresh(token(stolen), HERE);
    clock.advance(TERMS.grace().plusMillis(1));
    withdrawn.setUnreachable(true);
    assertThat(refusal(token(stolen))).isEqualTo(new PlatformFailure.DatabaseUnreachable());

    withdrawn.setUnreachable(false);
    assertThat(refusal(token(stolen))).isEqualTo(new AuthFailure.RefreshRefused());
    assertThat(withdrawn.isWithdrawn(signInOf(next))).isTrue();
    assertThat(closed).containsExactly(signInOf(next));
  }

  @Test
  void asksNobodyMoreOftenForAnAddressThanForAUser() {
    RefreshSignIn limited = refreshing(Limits.perMinute(2, 0, 0, 0));
    RefreshToken guess = RefreshToken.random(new SignInId(new UUID(9, 9)), new Random(99));
    for (int i = 0; i < 2; i++) {
      assertThat(refusal(limited, guess)).isEqualTo(new AuthFailure.RefreshRefused());
    }
    book.setUnreachable(true);

    assertThat(refusal(limited, guess)).isInstanceOf(LimitFailure.TooManyCalls.class);
  }

  @Test
  void keepsTheTokenOutOfLogs() {
    SignedIn before = signIn();

    assertThat(token(before).toString()).doesNotContain(token(before).text());
    assertThat(before.toString()).doesNotContain(token(before).text());
    assertThat(String.valueOf(before.refresh())).doesNotContain(token(before).text());
  }

  private RefreshSignIn refreshing(Limits limits) {
    return new RefreshSignIn(refreshTokens, tenants, users, tokens, limiter, limits.calls());
  }

  private SignedIn signIn() {
    return signIn.signIn(new Credentials("acme", "ann", "secret"), HERE, true);
  }

  private static RefreshToken token(SignedIn signedIn) {
    return Objects.requireNonNull(signedIn.refresh()).token();
  }

  private static SignInId signInOf(SignedIn signedIn) {
    return Objects.requireNonNull(signedIn.caller().signIn());
  }

  private Failure refusal(RefreshToken shown) {
    return refusal(refreshSignIn, shown);
  }

  private static Failure refusal(RefreshSignIn refreshing, RefreshToken shown) {
    return catchThrowableOfType(FailureException.class, () -> refreshing.refresh(shown, HERE))
        .failure();
  }
}
