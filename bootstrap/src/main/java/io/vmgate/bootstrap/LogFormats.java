package io.vmgate.bootstrap;

import io.vmgate.bootstrap.settings.PlatformSettings.LogFormat;

/** Choose how log lines look; works only before the first of them. */
final class LogFormats {
  private static final String PROPERTY = "logback.configurationFile";

  private LogFormats() {}

  /** Choose, unless the operator has named a configuration of their own. */
  static void choose(LogFormat format) {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(
          PROPERTY,
          switch (format) {
            case JSON -> "io/vmgate/bootstrap/logback-json.xml";
            case TEXT -> "io/vmgate/bootstrap/logback-text.xml";
          });
    }
  }
}
