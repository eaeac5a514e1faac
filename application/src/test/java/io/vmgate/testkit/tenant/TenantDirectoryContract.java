package io.vmgate.testkit.tenant;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.domain.tenant.TenantId;
import org.junit.jupiter.api.Test;

/** What every tenant directory does. */
public interface TenantDirectoryContract {
  TenantDirectory emptyDirectory();

  @Test
  default void answersEmptyForAnUnknownTenant() {
    TenantDirectory tenants = emptyDirectory();
    assertThat(tenants.find(new TenantId("acme"))).isEmpty();
    assertThat(tenants.all()).isEmpty();
  }

  @Test
  default void findsATenantAtOnceAsAdded() {
    TenantDirectory tenants = emptyDirectory();
    Tenant acme = aTenant("acme").called("Acme 公司").owning("acme-dev", "acme-prod").build();
    Tenant gone = aTenant("gone").disabled().build();
    assertThat(tenants.addIfMissing(acme)).isTrue();
    assertThat(tenants.find(acme.id())).contains(acme);
    assertThat(tenants.addIfMissing(gone)).isTrue();
    assertThat(tenants.find(gone.id())).contains(gone);
  }

  @Test
  default void listsTenantsById() {
    TenantDirectory tenants = emptyDirectory();
    Tenant globex = aTenant("globex").owning("globex").build();
    Tenant acme = aTenant("acme").build();
    Tenant acmeTwo = aTenant("acme-2").build();
    tenants.addIfMissing(globex);
    tenants.addIfMissing(acmeTwo);
    tenants.addIfMissing(acme);
    assertThat(tenants.all()).containsExactly(acme, acmeTwo, globex);
  }

  @Test
  default void leavesAnExistingTenantAsItIs() {
    TenantDirectory tenants = emptyDirectory();
    Tenant first = aTenant("acme").owning("acme-dev").build();
    tenants.addIfMissing(first);
    assertThat(tenants.addIfMissing(aTenant("acme").called("New").owning("more").build()))
        .isFalse();
    assertThat(tenants.find(first.id())).contains(first);
  }

  @Test
  default void refusesANamespaceOfAnotherTenantAndAddsNothing() {
    TenantDirectory tenants = emptyDirectory();
    tenants.addIfMissing(aTenant("acme").owning("shared").build());
    FailureException refusal =
        catchThrowableOfType(
            FailureException.class,
            () -> tenants.addIfMissing(aTenant("globex").owning("globex", "shared").build()));
    assertThat(refusal.failure()).isEqualTo(new TenantFailure.NamespaceTaken("shared"));
    assertThat(tenants.find(new TenantId("globex"))).isEmpty();
    assertThat(tenants.addIfMissing(aTenant("other").owning("globex").build())).isTrue();
  }
}
