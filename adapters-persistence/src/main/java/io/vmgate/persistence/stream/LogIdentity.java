package io.vmgate.persistence.stream;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the log a name, and another one when its transactions are counted by another server: after
 * a backup was restored, or a standby took over that may have missed the last of them.
 */
@Singleton
final class LogIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(LogIdentity.class);

  /** The first eight digits of the name of the file that the server writes to just now. */
  private static final String TIMELINE = "left(pg_walfile_name(pg_current_wal_lsn()), 8)";

  private static final String MAKE =
      "INSERT INTO change_log_state (identity, timeline, oldest)"
          + " VALUES (gen_random_uuid(), "
          + TIMELINE
          + ", '0') ON CONFLICT DO NOTHING";

  /** Transactions that have not happened yet were another server's, also if it forgot the rows. */
  private static final String RENAME =
      "UPDATE change_log_state SET identity = gen_random_uuid(), timeline = "
          + TIMELINE
          + ", oldest = '0' WHERE timeline <> "
          + TIMELINE
          + " OR oldest > pg_snapshot_xmax(pg_current_snapshot())"
          + " OR EXISTS (SELECT FROM change_log"
          + "            WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))";

  /** Make sure that the name is this server's. The connection sees rows of all tenants. */
  void ensure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(MAKE);
      connection.setAutoCommit(false);
      if (statement.executeUpdate(RENAME) > 0) {
        int dropped = statement.executeUpdate("DELETE FROM change_log");
        LOG.warn("the log of changes was another server's: {} changes dropped", dropped);
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** What can be seen now. */
  static String snapshot(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet snapshot = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
      snapshot.next();
      return snapshot.getString(1);
    }
  }
}
