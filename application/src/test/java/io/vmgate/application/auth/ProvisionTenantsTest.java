package io.vmgate.application.auth;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.auth.ProvisionTenants.NewUser;
import io.vmgate.application.auth.TenantSeed.SeedPassword;
import io.vmgate.application.auth.TenantSeed.UserSeed;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.access.InMemoryAccessQuotas;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.auth.PlainPasswordHasher;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvisionTenantsTest {
  private static final Tenant ACME = aTenant("acme").owning("acme-dev").build();
  private static final UserName ANN = new UserName("ann");
  private static final UserName BOB = new UserName("bob");

  private final InMemoryTenantDirectory tenants = new InMemoryTenantDirectory();
  private final InMemoryUserDirectory users = new InMemoryUserDirectory();
  private final InMemoryAccessQuotas quotas = new InMemoryAccessQuotas();
  private final PlainPasswordHasher hasher = new PlainPasswordHasher();
  private final ProvisionTenants provisionTenants =
      new ProvisionTenants(tenants, users, quotas, hasher, new CountingIds());

  @Test
  void addsTenantsAndUsersThatAreMissing() {
    var provisioned = provisionTenants.provision(List.of(seed(ACME, plain(ANN, "secret"))));
    assertThat(provisioned.tenants()).containsExactly(ACME.id());
    assertThat(provisioned.users()).containsExactly(new NewUser(ACME.id(), ANN));
    assertThat(tenants.find(ACME.id())).contains(ACME);
    var ann = users.find(ACME.id(), ANN).orElseThrow();
    assertThat(ann.roles()).containsExactly(Role.VIEWER);
    assertThat(hasher.matches("secret", ann.passwordHash())).isTrue();
  }

  @Test
  void changesNothingWhenRepeated() {
    provisionTenants.provision(List.of(seed(ACME, plain(ANN, "secret"))));
    Tenant renamed = aTenant("acme").called("Renamed").owning("other").build();
    var again = provisionTenants.provision(List.of(seed(renamed, plain(ANN, "changed"))));
    assertThat(again.tenants()).isEmpty();
    assertThat(again.users()).isEmpty();
    assertThat(tenants.find(ACME.id())).contains(ACME);
    assertThat(hasher.matches("secret", users.find(ACME.id(), ANN).orElseThrow().passwordHash()))
        .isTrue();
  }

  @Test
  void setsAQuotaThatIsStatedAndLeavesOneThatIsNot() {
    TenantQuota few = new TenantQuota(3, Set.of(ServiceType.NODE_PORT), null);
    provisionTenants.provision(List.of(new TenantSeed(ACME, List.of(), few)));
    assertThat(quotas.of(ACME.id())).isEqualTo(few);

    provisionTenants.provision(List.of(seed(ACME)));
    assertThat(quotas.of(ACME.id())).isEqualTo(few);

    TenantQuota more = new TenantQuota(5, Set.of(), null);
    provisionTenants.provision(List.of(new TenantSeed(ACME, List.of(), more)));
    assertThat(quotas.of(ACME.id())).isEqualTo(more);
  }

  @Test
  void addsAMissingUserToAnExistingTenant() {
    provisionTenants.provision(List.of(seed(ACME, plain(ANN, "secret"))));
    var again =
        provisionTenants.provision(List.of(seed(ACME, plain(ANN, "secret"), plain(BOB, "b"))));
    assertThat(again.users()).containsExactly(new NewUser(ACME.id(), BOB));
  }

  @Test
  void takesAHashAsItIs() {
    var hashed = new UserSeed(ANN, new SeedPassword.Hashed("plain:9:secret"), Set.of());
    provisionTenants.provision(List.of(seed(ACME, hashed)));
    assertThat(users.find(ACME.id(), ANN).orElseThrow().passwordHash()).isEqualTo("plain:9:secret");
  }

  @Test
  void refusesAForeignHashBeforeAnythingIsAdded() {
    var foreign = new UserSeed(BOB, new SeedPassword.Hashed("md5:1"), Set.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provisionTenants.provision(List.of(seed(ACME, plain(ANN, "a"), foreign))))
        .withMessageContaining("acme/bob");
    assertThat(tenants.all()).isEmpty();
  }

  @Test
  void refusesOneNamespaceForTwoTenants() {
    Tenant thief = aTenant("globex").owning("acme-dev").build();
    FailureException refusal =
        catchThrowableOfType(
            FailureException.class,
            () -> provisionTenants.provision(List.of(seed(ACME), seed(thief))));
    assertThat(refusal.failure()).isEqualTo(new TenantFailure.NamespaceTaken("acme-dev"));
  }

  @Test
  void refusesTwoUsersOfOneName() {
    UserName shouting = new UserName("ANN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seed(ACME, plain(ANN, "a"), plain(shouting, "b")));
  }

  private static TenantSeed seed(Tenant tenant, UserSeed... users) {
    return new TenantSeed(tenant, List.of(users), null);
  }

  private static UserSeed plain(UserName name, String password) {
    return new UserSeed(name, new SeedPassword.Plain(password), Set.of(Role.VIEWER));
  }
}
