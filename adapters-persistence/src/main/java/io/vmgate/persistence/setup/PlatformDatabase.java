package io.vmgate.persistence.setup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Makes the platform's role and database on a server, as an operator would by hand. The role owns
 * the database, since it migrates it, and is no superuser, since row security stops no superuser.
 */
public final class PlatformDatabase {
  private static final String DUPLICATE_OBJECT = "42710";
  private static final String DUPLICATE_DATABASE = "42P04";

  private final String database;
  private final String role;
  private final String password;

  /** Name what shall exist; any text is a name, for it is quoted. */
  public PlatformDatabase(String database, String role, String password) {
    this.database = database;
    this.role = role;
    this.password = password;
  }

  /**
   * Make what is missing, and set the role's password and limits. Safe to repeat.
   *
   * @param superuser connects to any database of the server as a role that may make roles and
   *     databases
   * @throws SQLException when the server cannot be reached or does not allow it
   */
  public void prepare(DataSource superuser) throws SQLException {
    try (Connection connection = superuser.getConnection()) {
      connection.setAutoCommit(true); // a database cannot be made inside a transaction
      executeUnless(DUPLICATE_OBJECT, connection, format(connection, "CREATE ROLE %1$I"));
      execute(
          connection,
          format(
              connection,
              "ALTER ROLE %1$I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD"
                  + " %3$L"));
      executeUnless(
          DUPLICATE_DATABASE,
          connection,
          format(connection, "CREATE DATABASE %2$I OWNER %1$I ENCODING 'UTF8' TEMPLATE template0"));
    }
  }

  /** Let the server quote: it knows its own rules. */
  private String format(Connection connection, String template) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT format(?, ?, ?, ?)")) {
      statement.setString(1, template);
      statement.setString(2, role);
      statement.setString(3, database);
      statement.setString(4, password);
      try (ResultSet formatted = statement.executeQuery()) {
        formatted.next();
        return formatted.getString(1);
      }
    }
  }

  private static void executeUnless(String state, Connection connection, String sql)
      throws SQLException {
    try {
      execute(connection, sql);
    } catch (SQLException refused) {
      if (!state.equals(refused.getSQLState())) {
        throw refused;
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
