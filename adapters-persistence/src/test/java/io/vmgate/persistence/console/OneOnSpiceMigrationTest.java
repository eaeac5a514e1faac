package io.vmgate.persistence.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.persistence.testing.PostgresServer;
import io.vmgate.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/**
 * What becomes of sessions that were let onto a SPICE console together, which its server is not.
 */
class OneOnSpiceMigrationTest {
  private static final String SESSION =
      """
      INSERT INTO console_session (
        id, tenant_id, user_id, username, roles, vm_id, namespace, vm_name, protocol, view_only,
        client_address, connected_at, server_id)
      SELECT ('00000000-0000-0000-0000-' || lpad('%d', 12, '0'))::uuid, '%s', gen_random_uuid(),
        '%s', '{}', ('00000000-0000-0000-0001-' || lpad('%d', 12, '0'))::uuid, 'shop', 'desk',
        '%s', false, '192.0.2.7', timestamptz '2026-01-01 10:00:00Z' + %d * interval '1 minute',
        gen_random_uuid()
      """;

  @Test
  void leavesTheLastOneOnTheConsoleWhosesoeverItIs() throws SQLException {
    TestDatabase database = PostgresServer.running().freshDatabase();
    migrate(database, "11");
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String tenant : List.of("acme", "globex")) {
        statement.execute(
            "INSERT INTO tenant (id, display_name) VALUES ('%s', 'x')".formatted(tenant));
      }
      session(statement, 1, "acme", "ann", 1, "spice", 1);
      session(statement, 2, "acme", "bob", 1, "spice", 2);
      session(statement, 3, "acme", "cat", 1, "spice", 3);
      session(statement, 4, "acme", "ann", 1, "vnc", 1);
      session(statement, 5, "globex", "eve", 2, "spice", 1);
      session(statement, 6, "globex", "fay", 2, "spice", 2);

      migrate(database, "latest");

      assertThat(ended(statement))
          .containsExactly(
              "ann TAKEN_OVER {cat} 10:03",
              "bob TAKEN_OVER {cat} 10:03",
              "eve TAKEN_OVER {fay} 10:02");
    }
  }

  private static void session(
      Statement statement, int id, String tenant, String name, int vm, String protocol, int minute)
      throws SQLException {
    statement.execute(SESSION.formatted(id, tenant, name, vm, protocol, minute));
  }

  private static List<String> ended(Statement statement) throws SQLException {
    List<String> ended = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT concat_ws(' ', username, end_code, end_arguments::text,"
                + " to_char(ended_at AT TIME ZONE 'UTC', 'HH24:MI'))"
                + " FROM console_session WHERE ended_at IS NOT NULL ORDER BY username")) {
      while (rows.next()) {
        ended.add(rows.getString(1));
      }
    }
    return ended;
  }

  private static void migrate(TestDatabase database, String target) {
    Flyway.configure()
        .dataSource(database.url(), database.username(), database.password())
        .target(target)
        .load()
        .migrate();
  }
}
