package io.vmgate.cli.console;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.vm.Machines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm screenshot}: a picture of a machine's screen. */
@Command(name = "screenshot")
public final class ScreenshotCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE")
  private @Nullable String file;

  /** Work in this session. */
  public ScreenshotCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode machine = new Machines(session).find(vm);
    byte[] picture =
        session.api().bytes("/vms/" + machine.path("id").asString() + "/console/screenshot");
    String to = file == null ? machine.path("name").asString() + ".png" : file;
    if (to.equals(STANDARD_OUTPUT)) {
      session.out().write(picture, 0, picture.length);
      session.out().flush();
      return ExitCode.OK.number();
    }
    try {
      Files.write(Path.of(to), picture);
    } catch (IOException unwritable) {
      throw new Refusal(
          ExitCode.USAGE,
          session.texts().of("file.unwritable", String.valueOf(unwritable.getMessage())));
    }
    session.out().println(to);
    session.out().flush();
    return ExitCode.OK.number();
  }
}
