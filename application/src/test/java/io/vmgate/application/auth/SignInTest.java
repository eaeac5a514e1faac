package io.vmgate.application.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.limit.Limits;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.ClientAddress;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.domain.tenant.Tenant;
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
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
  private static final Tenant ACME = aTenant("acme").owning("acme-dev").build();
  private static final Tenant GLOBEX = aTenant("globex").build();

  private static final ClientAddress HERE = address("192.0.2.1");

  private final PlainPasswordHasher hasher = new PlainPasswordHasher();
  private final InMemoryUserDirectory users =
      new InMemoryUserDirectory(
          aUser().of("acme").named("Ann").with(Role.OPERATOR).build(),
          aUser().of("acme").named("gone").disabled().build(),
          aUser().of("nobody").named("nobody").build(),
          aUser().of("closed").named("ann").build());
  private final InMemoryTenantDirectory tenants = new InMemoryTenantDirectory(ACME, GLOBEX);
  private final ManualClock clock = new ManualClock();
  private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(clock);
  private final InMemoryRefreshBook book = new InMemoryRefreshBook();
  private final InMemorySignInBook signIns = new InMemorySignInBook(clock);
  private final SignIn signIn = signIn(tenants, Limits.OFF);

  @Test
  void givesATokenForTheRightPassword() {
    SignedIn signedIn = signIn.signIn(new Credentials("acme", "ann", "secret"), HERE, false);
    Caller caller = signedIn.caller();
    assertThat(signedIn.token()).isEqualTo("token of acme/Ann");
    assertThat(signedIn.expiresAt())
        .isEqualTo(ManualClock.START.plus(ScriptedTokenIssuer.LIFETIME));
    assertThat(caller.tenant()).isEqualTo(ACME.id());
    assertThat(caller.username()).isEqualTo("Ann");
    assertThat(signedIn.permissions())
        .contains(Permission.VM_START)
        .doesNotContain(Permission.TENANT_ADMIN);
  }

  @Test
  void givesARefreshTokenToWhoeverWantsToStay() {
    SignedIn passing = signIn.signIn(new Credentials("acme", "ann", "secret"), HERE, false);
    assertThat(passing.refresh()).isNull();

    SignedIn staying = signIn.signIn(new Credentials("acme", "ann", "secret"), HERE, true);
    SignedIn.Refresh refresh = Objects.requireNonNull(staying.refresh());
    assertThat(refresh.expiresAt()).isEqualTo(ManualClock.START.plus(RefreshTerms.USUAL.idle()));
    LastingSignIn begun = book.find(refresh.token().signIn()).orElseThrow();
    assertThat(begun.id()).isEqualTo(staying.caller().signIn());
    assertThat(begun.tenant()).isEqualTo(ACME.id());
    assertThat(begun.user()).isEqualTo(staying.caller().user());
    assertThat(begun.endsAt()).isEqualTo(ManualClock.START.plus(RefreshTerms.USUAL.longest()));
  }

  @ParameterizedTest
  @CsvSource({
    "acme,    ann,     wrong",
    "acme,    nobody,  secret",
    "globex,  ann,     secret",
    "nowhere, ann,     secret",
    "NOT ONE, ann,     secret",
    "nowhere, nobody,  secret",
    "nobody,  nobody,  secret",
    "acme,    'a\0b',  secret",
    "acme,    '',      secret",
    "acme,    gone,    wrong",
  })
  void refusesAllWrongCredentialsAlikeAndAfterOneHashCheck(
      String tenantId, String username, String password) {
    assertThat(refusal(tenantId, username, password)).isEqualTo(new AuthFailure.BadCredentials());
    assertThat(hasher.checks()).isEqualTo(1);
  }

  @Test
  void tellsADisabledUserOnlyAfterTheRightPassword() {
    assertThat(refusal("acme", "gone", "secret")).isEqualTo(new AuthFailure.Disabled());
  }

  @Test
  void refusesUsersOfADisabledTenant() {
    tenants.replace(aTenant("closed").disabled().build());
    assertThat(refusal("closed", "ann", "secret")).isEqualTo(new AuthFailure.Disabled());
    assertThat(refusal("closed", "ann", "wrong")).isEqualTo(new AuthFailure.BadCredentials());
  }

  @Test
  void needsNoTenantWhileThereIsOnlyOne() {
    SignIn withOneTenant = signIn(new InMemoryTenantDirectory(ACME), Limits.OFF);
    assertThat(
            withOneTenant
                .signIn(new Credentials(null, "ann", "secret"), HERE, false)
                .caller()
                .tenant())
        .isEqualTo(ACME.id());
    assertThat(
            withOneTenant
                .signIn(new Credentials("", "ann", "secret"), HERE, false)
                .caller()
                .tenant())
        .isEqualTo(ACME.id());
  }

  @Test
  void needsATenantWhenThereAreSeveral() {
    assertThat(refusal(null, "ann", "secret"))
        .isEqualTo(InvalidFields.of("tenantId", FieldReason.REQUIRED));
  }

  @Test
  void saysSoWhenTheDatabaseIsAway() {
    users.setUnreachable(true);
    assertThat(refusal("acme", "ann", "secret"))
        .isEqualTo(new PlatformFailure.DatabaseUnreachable());
    assertThat(refusal("nowhere", "ann", "secret"))
        .isEqualTo(new PlatformFailure.DatabaseUnreachable());
  }

  @Test
  void keepsSecretsOutOfLogs() {
    Credentials credentials = new Credentials("acme", "ann", "secret");
    assertThat(credentials.toString()).doesNotContain("secret");
    assertThat(signIn.signIn(credentials, HERE, false).toString()).doesNotContain("token of");
  }

  @ParameterizedTest
  @CsvSource({"acme, ann", "acme, nobody", "nowhere, ann", "NOT ONE, ann", "acme, 'a\0b'"})
  void stopsWhoeverTriesANameTooOftenBeforeTheHashIsChecked(String tenantId, String username) {
    SignIn limited = signIn(tenants, Limits.perMinute(0, 2, 0, 0));
    for (int i = 0; i < 2; i++) {
      Credentials guess = new Credentials(tenantId, username, "guess " + i);
      assertThat(refusal(limited, guess, address("192.0.2." + i)))
          .isEqualTo(new AuthFailure.BadCredentials());
    }

    Credentials more = new Credentials(tenantId, username, "secret");
    assertThat(refusal(limited, more, HERE))
        .isEqualTo(new LimitFailure.TooManyCalls("sign-ins-by-name", Duration.ofSeconds(30)));
    assertThat(hasher.checks()).isEqualTo(2);
  }

  @Test
  void countsSpellingsOfANameAsOne() {
    SignIn limited = signIn(tenants, Limits.perMinute(0, 1, 0, 0));
    limited.signIn(new Credentials("acme", "ann", "secret"), HERE, false);

    assertThat(refusal(limited, new Credentials("acme", "ANN", "secret"), HERE))
        .isInstanceOf(LimitFailure.TooManyCalls.class);
    assertThat(refusal(limited, new Credentials("globex", "ann", "secret"), HERE))
        .isEqualTo(new AuthFailure.BadCredentials());
  }

  @Test
  void stopsAnAddressWithoutUsingUpTheNamesThatItTries() {
    SignIn limited = signIn(tenants, Limits.perMinute(0, 2, 1, 0));
    Credentials right = new Credentials("acme", "ann", "secret");
    limited.signIn(right, address("2001:db8::1"), false);

    assertThat(refusal(limited, right, address("2001:db8::2")))
        .isInstanceOf(LimitFailure.TooManyCalls.class);
    assertThat(limited.signIn(right, address("2001:db8:0:1::1"), false).caller().username())
        .isEqualTo("Ann");
    clock.advance(Duration.ofMinutes(1));
    assertThat(limited.signIn(right, address("2001:db8::2"), false).caller().username())
        .isEqualTo("Ann");
  }

  @Test
  void saysThatTheDatabaseIsAwayWhenItCannotCount() {
    SignIn limited = signIn(tenants, Limits.USUAL);
    limiter.setUnreachable(true);

    assertThat(refusal(limited, new Credentials("acme", "ann", "secret"), HERE))
        .isEqualTo(new PlatformFailure.DatabaseUnreachable());
    assertThat(hasher.checks()).isZero();
  }

  private SignIn signIn(InMemoryTenantDirectory directory, Limits limits) {
    return new SignIn(
        directory,
        users,
        hasher,
        new ScriptedTokenIssuer(new ManualClock()),
        limiter,
        limits,
        new RefreshTokens(
            book,
            new SignInEnd(book, signIns, (_, _) -> {}, ScriptedTokenIssuer.LIFETIME, clock),
            RefreshTerms.USUAL,
            new Random(7),
            clock),
        new CountingIds());
  }

  private static ClientAddress address(String literal) {
    return new ClientAddress(InetAddress.ofLiteral(literal));
  }

  private static Failure refusal(SignIn signIn, Credentials credentials, ClientAddress client) {
    return catchThrowableOfType(
            FailureException.class, () -> signIn.signIn(credentials, client, false))
        .failure();
  }

  private Failure refusal(@Nullable String tenantId, String username, String password) {
    return catchThrowableOfType(
            FailureException.class,
            () -> signIn.signIn(new Credentials(tenantId, username, password), HERE, false))
        .failure();
  }
}
