package io.vmgate.persistence.testing;

import io.vmgate.persistence.setup.DatabaseProperties;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own, and the role that owns it.
 *
 * @param superuserUrl of the server's own database, with user and password in it
 */
public record TestDatabase(String url, String username, String password, String superuserUrl) {

  /** What the platform is given in order to use this database. */
  public Map<String, Object> properties() {
    return DatabaseProperties.of(url, username, password, 5);
  }

  /** Connect as the platform does; the caller closes. */
  public Connection connect() throws SQLException {
    return PostgresServer.dataSource(url).getConnection(username, password);
  }

  /** Connect as somebody whom row security does not stop; the caller closes. */
  public Connection connectAsSuperuser() throws SQLException {
    PGSimpleDataSource dataSource = PostgresServer.dataSource(superuserUrl);
    dataSource.setDatabaseName(username);
    return dataSource.getConnection();
  }

  /** Empty every table of the platform, whatever it is called. */
  public void clear() {
    try (Connection connection = connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery(
              "SELECT quote_ident(tablename) FROM pg_tables"
                  + " WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      if (!tables.isEmpty()) {
        statement.execute("TRUNCATE " + String.join(", ", tables));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("the tables could not be emptied", failed);
    }
  }
}
