package io.vmgate.cli;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code vm version}: which program this is. */
@Command(name = "version")
final class VersionCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOptions output = new OutputOptions();

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode data =
        Api.json()
            .createObjectNode()
            .put("version", version())
            .put("java", Runtime.version().toString());
    output.write(
        session.out(),
        data,
        () -> "vm " + version() + " (Java " + Runtime.version() + ")\n",
        () -> version() + "\n");
    return ExitCode.OK.number();
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version", "?");
  }
}
