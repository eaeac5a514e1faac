package io.vmgate.persistence.access;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.PublicationBook;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.access.AccessQuotasContract;
import io.vmgate.testkit.access.AccessServiceBuilder;
import io.vmgate.testkit.access.PublicationBookContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresPublicationBookTest implements PublicationBookContract, AccessQuotasContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @BeforeEach
  void addTenants() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").owning("shop").build());
    tenants.addIfMissing(aTenant("globex").owning("research").build());
  }

  @Override
  public PublicationBook book() {
    return PERSISTENCE.get(PublicationBook.class);
  }

  @Override
  public AccessQuotas quotas() {
    return PERSISTENCE.get(AccessQuotas.class);
  }

  @Override
  public List<VmEvent> events() {
    return PERSISTENCE
        .get(EventBook.class)
        .latest(ACME, AccessServiceBuilder.aService("any").build().vm(), 100);
  }

  @Override
  public Duty duty() {
    return PERSISTENCE
        .get(Duties.class)
        .take("expiry", new UUID(1, 1), Duration.ofSeconds(30))
        .orElseThrow();
  }

  @Test
  void hidesRequestsFromOtherTenants() throws SQLException {
    knowsARequestAgainByItsKey();
    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement()) {
      assertThat(count(statement)).isZero();
      statement.execute("SELECT set_config('vmgate.tenant', 'globex', false)");
      assertThat(count(statement)).isEqualTo(1);
      statement.execute("SELECT set_config('vmgate.tenant', 'acme', false)");
      assertThat(count(statement)).isEqualTo(2);
    }
  }

  @Test
  void setsNothingForATenantThatIsNone() {
    quotas().set(new TenantId("nobody"), new TenantQuota(1, Set.of(), null));
    assertThat(quotas().of(new TenantId("nobody"))).isEqualTo(TenantQuota.NONE);
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM publication")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
