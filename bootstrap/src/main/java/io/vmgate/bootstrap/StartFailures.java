package io.vmgate.bootstrap;

import io.vmgate.bootstrap.settings.SettingsException;
import java.net.BindException;
import java.sql.SQLException;

/** Put into one sentence why the platform cannot start. */
final class StartFailures {
  private StartFailures() {}

  static String sentence(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SettingsException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof BindException) {
        return "the port is taken by another program; choose one by VMGATE_PORT ("
            + cause.getMessage()
            + ")";
      }
      if (cause instanceof SQLException) {
        return "the database refuses or cannot be reached: " + cause.getMessage();
      }
    }
    return String.valueOf(thrown.getMessage());
  }
}
