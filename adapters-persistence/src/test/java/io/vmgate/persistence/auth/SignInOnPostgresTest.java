package io.vmgate.persistence.auth;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.auth.Credentials;
import io.vmgate.application.auth.PasswordHasher;
import io.vmgate.application.auth.ProvisionTenants;
import io.vmgate.application.auth.RefreshBook;
import io.vmgate.application.auth.RefreshTokens;
import io.vmgate.application.auth.SignIn;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.auth.SignInEnd;
import io.vmgate.application.auth.TenantSeed;
import io.vmgate.application.auth.TenantSeed.SeedPassword;
import io.vmgate.application.auth.TenantSeed.UserSeed;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.ClientAddress;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserName;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.ScriptedTokenIssuer;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way from an operator's file to a token, over the real adapters. */
class SignInOnPostgresTest {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final List<TenantSeed> SEEDS =
      List.of(
          new TenantSeed(
              aTenant("acme").owning("acme-dev").build(),
              List.of(
                  new UserSeed(
                      new UserName("Ann"),
                      new SeedPassword.Plain("secret"),
                      Set.of(Role.OPERATOR))),
              null));

  private final TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
  private final UserDirectory users = PERSISTENCE.get(UserDirectory.class);
  private final PasswordHasher hasher = PERSISTENCE.get(PasswordHasher.class);

  @Test
  void signsInAProvisionedUser() {
    ProvisionTenants provisionTenants =
        new ProvisionTenants(
            tenants, users, PERSISTENCE.get(AccessQuotas.class), hasher, new CountingIds());
    assertThat(provisionTenants.provision(SEEDS).users()).hasSize(1);
    assertThat(provisionTenants.provision(SEEDS).users()).isEmpty();

    SignIn signIn =
        new SignIn(
            tenants,
            users,
            hasher,
            new ScriptedTokenIssuer(new ManualClock()),
            PERSISTENCE.get(RateLimiter.class),
            Limits.USUAL,
            refreshTokens(),
            new CountingIds());
    ClientAddress here = new ClientAddress(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(signIn.signIn(new Credentials(null, "ann", "secret"), here, true).caller().roles())
        .containsExactly(Role.OPERATOR);
    FailureException refusal =
        catchThrowableOfType(
            FailureException.class,
            () -> signIn.signIn(new Credentials("acme", "ann", "guess"), here, true));
    assertThat(refusal.failure()).isEqualTo(new AuthFailure.BadCredentials());
  }

  private static RefreshTokens refreshTokens() {
    RefreshBook book = PERSISTENCE.get(RefreshBook.class);
    ManualClock clock = new ManualClock();
    SignInEnd end =
        new SignInEnd(
            book,
            PERSISTENCE.get(SignInBook.class),
            (_, _) -> {},
            ScriptedTokenIssuer.LIFETIME,
            clock);
    return new RefreshTokens(book, end, RefreshTerms.USUAL, new Random(3), clock);
  }
}
