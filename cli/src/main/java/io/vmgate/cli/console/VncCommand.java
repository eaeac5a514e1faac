package io.vmgate.cli.console;

import io.vmgate.cli.session.Session;
import io.vmgate.cli.vm.Machines;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vm vnc}: a machine's screen in a VNC viewer. */
@Command(name = "vnc")
public final class VncCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(names = "--takeover")
  private boolean takeover;

  @Option(names = "--view-only")
  private boolean viewOnly;

  @Mixin private ViewerOptions options = new ViewerOptions();

  /** Work in this session. */
  public VncCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String id = new Machines(session).find(vm).path("id").asString();
    ConsoleLinks links = new ConsoleLinks(session, id, "vnc", takeover, viewOnly);
    links.prepare();
    try (LocalListener listener = LocalListener.on(options.port, session)) {
      return new ViewerRun(session, listener, new ViewerRelay(session, links, listener, false))
          .run(
              "vnc",
              options.listenOnly,
              () -> Viewer.forVnc(options.viewer, listener.host(), listener.port(), session));
    }
  }
}
