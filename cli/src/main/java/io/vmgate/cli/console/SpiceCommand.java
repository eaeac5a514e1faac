package io.vmgate.cli.console;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.vm.Machines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm spice}: a machine's screen in a SPICE viewer. */
@Command(name = "spice")
public final class SpiceCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(names = "--takeover")
  private boolean takeover;

  @Mixin private ViewerOptions options = new ViewerOptions();

  /** Work in this session. */
  public SpiceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode machine = new Machines(session).find(vm);
    ConsoleLinks links =
        new ConsoleLinks(session, machine.path("id").asString(), "spice", takeover, false);
    links.prepare();
    try (LocalListener listener = LocalListener.on(options.port, session)) {
      Path file =
          options.listenOnly
              ? Path.of("")
              : connectionFile(Machines.qualifiedName(machine), listener);
      try {
        return new ViewerRun(session, listener, new ViewerRelay(session, links, listener, true))
            .run(
                "spice",
                options.listenOnly,
                () ->
                    Viewer.forSpice(
                        options.viewer, listener.host(), listener.port(), file, session));
      } finally {
        if (!options.listenOnly) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** As remote-viewer(1) describes connection files. */
  private Path connectionFile(String title, LocalListener listener) {
    try {
      // Temporary files are the user's own from the beginning.
      Path file = Files.createTempFile("vm-", ".vv");
      Files.writeString(
          file,
          """
          [virt-viewer]
          type=spice
          host=%s
          port=%d
          title=%s
          delete-this-file=1
          """
              .formatted(listener.host(), listener.port(), title));
      return file;
    } catch (IOException unwritable) {
      throw new Refusal(
          ExitCode.USAGE,
          session.texts().of("file.unwritable", String.valueOf(unwritable.getMessage())));
    }
  }
}
