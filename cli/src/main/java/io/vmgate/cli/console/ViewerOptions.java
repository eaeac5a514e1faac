package io.vmgate.cli.console;

import picocli.CommandLine.Option;

/** How a screen is shown. */
final class ViewerOptions {
  @Option(names = "--viewer", paramLabel = "COMMAND")
  String viewer = "";

  @Option(names = "--listen-only")
  boolean listenOnly;

  @Option(names = "--port", paramLabel = "PORT")
  int port;
}
