package io.vmgate.persistence;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tell a database that is away from a statement that is wrong; the only place that does. */
public final class DatabaseFailures {
  /** PostgreSQL documentation, appendix A: classes of which every state means "try again later". */
  private static final Set<String> UNREACHABLE_CLASSES =
      Set.of(
          "08", // connection exception
          "28", // the server does not let the platform in
          "53", // out of connections, memory or disk
          "58"); // the server's own files or system

  private static final Set<String> UNREACHABLE_STATES =
      Set.of(
          "25006", // read-only: a standby, before or after a switch-over
          "3D000", // the database is not there
          "57014", // cancelled by the statement's time limit
          "57P01", // the server is being stopped
          "57P02", // the server crashed
          "57P03", // the server is starting
          "57P05"); // the server cut an idle session

  private DatabaseFailures() {}

  /**
   * Turn what the driver, the pool or the transaction threw into {@link
   * PlatformFailure.DatabaseUnreachable} if the database could not be reached; whatever else is
   * answered as it is.
   */
  public static RuntimeException translate(RuntimeException thrown) {
    if (thrown instanceof FailureException) {
      return thrown;
    }
    return isUnreachable(thrown)
        ? new PlatformFailure.DatabaseUnreachable().toException(thrown)
        : thrown;
  }

  private static boolean isUnreachable(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failed && isUnreachable(failed)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnreachable(SQLException failed) {
    if (failed instanceof SQLTransientConnectionException // the pool's, when it has waited enough
        || failed instanceof SQLNonTransientConnectionException
        || failed instanceof SQLRecoverableException) {
      return true;
    }
    String state = stateOf(failed);
    // Whatever the server refuses has a state. What has none is the pool's own: a connection died.
    return state.isEmpty()
        || UNREACHABLE_STATES.contains(state)
        || state.length() == 5 && UNREACHABLE_CLASSES.contains(state.substring(0, 2));
  }

  private static String stateOf(SQLException failed) {
    String state = failed.getSQLState();
    return state == null ? "" : state;
  }
}
