package io.vmgate.persistence.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.vmgate.persistence.testing.PostgresServer;
import io.vmgate.persistence.testing.TestDatabase;
import io.vmgate.testkit.ManualClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PlatformDatabaseTest {
  private final TestDatabase database = PostgresServer.running().freshDatabase();

  @Test
  void makesARoleThatIsNoSuperuserAndOwnsItsDatabase() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet role =
            statement.executeQuery(
                """
                SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb,
                  pg_get_userbyid(datdba) = current_user
                FROM pg_roles, pg_database
                WHERE rolname = current_user AND datname = current_database()
                """)) {
      role.next();
      assertThat(role.getBoolean(1)).isFalse();
      assertThat(role.getBoolean(2)).isTrue();
    }
  }

  @Test
  void setsThePasswordAnewWhenRepeated() throws SQLException {
    new PlatformDatabase(database.username(), database.username(), "new '\\ one")
        .prepare(PostgresServer.running().superuser());
    TestDatabase renewed =
        new TestDatabase(
            database.url(), database.username(), "new '\\ one", database.superuserUrl());
    renewed.connect().close();
  }

  @Test
  void refusesToStartThePlatformAsARoleThatBypassesRowSecurity() throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE \"" + database.username() + "\" BYPASSRLS");
    }
    assertThatThrownBy(() -> start().close()).hasStackTraceContaining("bypasses row-level");
  }

  @Test
  void startsThePlatformTwiceOnTheSameDatabase() {
    start().close();
    start().close();
  }

  private ApplicationContext start() {
    return ApplicationContext.builder()
        .properties(database.properties())
        .singletons(new ManualClock())
        .banner(false)
        .start();
  }
}
