package io.vmgate.persistence.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.auth.UserDirectoryContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresUserDirectoryTest implements UserDirectoryContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public UserDirectory emptyDirectory() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").build());
    tenants.addIfMissing(aTenant("globex").build());
    return PERSISTENCE.get(UserDirectory.class);
  }

  @Test
  void tellsABrokenConstraintFromADatabaseThatIsAway() {
    UserDirectory users = PERSISTENCE.get(UserDirectory.class);
    Throwable refused = catchThrowable(() -> users.addIfMissing(aUser().of("no-tenant").build()));
    assertThat(refused).isNotInstanceOf(FailureException.class);
    assertThat(refused).rootCause().hasMessageContaining("user_account_tenant_id_fkey");
  }
}
