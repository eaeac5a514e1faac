package io.vmgate.application.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.auth.PlainPasswordHasher;
import io.vmgate.testkit.auth.ScriptedTokenIssuer;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
  private static final Tenant ACME = aTenant("acme").owning("acme-dev").build();
  private static final Tenant GLOBEX = aTenant("globex").build();

  private final PlainPasswordHasher hasher = new PlainPasswordHasher();
  private final InMemoryUserDirectory users =
      new InMemoryUserDirectory(
          aUser().of("acme").named("Ann").with(Role.OPERATOR).build(),
          aUser().of("acme").named("gone").disabled().build(),
          aUser().of("nobody").named("nobody").build(),
          aUser().of("closed").named("ann").build());
  private final InMemoryTenantDirectory tenants = new InMemoryTenantDirectory(ACME, GLOBEX);
  private final SignIn signIn =
      new SignIn(tenants, users, hasher, new ScriptedTokenIssuer(new ManualClock()));

  @Test
  void givesATokenForTheRightPassword() {
    SignedIn signedIn = signIn.signIn(new Credentials("acme", "ann", "secret"));
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
    SignIn withOneTenant =
        new SignIn(
            new InMemoryTenantDirectory(ACME),
            users,
            hasher,
            new ScriptedTokenIssuer(new ManualClock()));
    assertThat(withOneTenant.signIn(new Credentials(null, "ann", "secret")).caller().tenant())
        .isEqualTo(ACME.id());
    assertThat(withOneTenant.signIn(new Credentials("", "ann", "secret")).caller().tenant())
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
    assertThat(signIn.signIn(credentials).toString()).doesNotContain("token of");
  }

  private Failure refusal(@Nullable String tenantId, String username, String password) {
    return catchThrowableOfType(
            FailureException.class,
            () -> signIn.signIn(new Credentials(tenantId, username, password)))
        .failure();
  }
}
