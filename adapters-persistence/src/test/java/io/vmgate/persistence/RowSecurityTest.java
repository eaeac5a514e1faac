package io.vmgate.persistence;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row security holds where the platform's own statements forget the tenant. */
class RowSecurityTest {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final String ALL_NAMES = "SELECT tenant_id || '/' || name FROM user_account";

  @BeforeEach
  void addAUserToEachOfTwoTenants() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    UserDirectory users = PERSISTENCE.get(UserDirectory.class);
    for (String tenant : List.of("acme", "globex")) {
      tenants.addIfMissing(aTenant(tenant).build());
      users.addIfMissing(aUser().of(tenant).named("ann").build());
    }
  }

  @Test
  void showsNothingWithoutATenant() throws SQLException {
    try (Connection connection = PERSISTENCE.database().connect()) {
      assertThat(strings(connection, ALL_NAMES)).isEmpty();
    }
  }

  @Test
  void showsATenantItsOwnRowsOnly() throws SQLException {
    try (Connection connection = PERSISTENCE.database().connect()) {
      connection.setAutoCommit(false);
      strings(connection, "SELECT set_config('vmgate.tenant', 'acme', true)");
      assertThat(strings(connection, ALL_NAMES)).containsExactly("acme/ann");
      connection.commit();
      assertThat(strings(connection, ALL_NAMES)).isEmpty();
    }
  }

  @Test
  void changesAndDeletesATenantsOwnRowsOnly() throws SQLException {
    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      strings(connection, "SELECT set_config('vmgate.tenant', 'globex', true)");
      assertThat(statement.executeUpdate("UPDATE user_account SET disabled = true")).isEqualTo(1);
      assertThat(statement.executeUpdate("DELETE FROM user_account")).isEqualTo(1);
      connection.commit();
    }
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser()) {
      assertThat(strings(connection, ALL_NAMES)).containsExactly("acme/ann");
    }
  }

  @Test
  void refusesToWriteARowForAnotherTenant() throws SQLException {
    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      strings(connection, "SELECT set_config('vmgate.tenant', 'acme', true)");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> statement.executeUpdate("UPDATE user_account SET tenant_id = 'globex'"))
          .withMessageContaining("row-level security");
    }
  }

  @Test
  void leavesNoTenantBehindInThePool() {
    PostgresTransactions transactions = PERSISTENCE.get(PostgresTransactions.class);
    CountUsers users = PERSISTENCE.get(CountUsers.class);
    for (int i = 0; i < 20; i++) {
      assertThat(transactions.inTenant(new TenantId("acme"), users::count)).isEqualTo(1);
      assertThat(transactions.outsideTenants(users::count)).isZero();
    }
  }

  @Test
  void isForcedOnEveryTableOfTenants() throws SQLException {
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser()) {
      String tenantOwned =
          """
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND c.relname <> 'tenant_namespace'
          """;
      assertThat(strings(connection, "SELECT relname " + tenantOwned)).contains("user_account");
      assertThat(
              strings(
                  connection,
                  "SELECT relname "
                      + tenantOwned
                      + " AND NOT (relrowsecurity AND relforcerowsecurity)"))
          .isEmpty();
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
