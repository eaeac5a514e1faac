package io.vmgate.cli.console;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Session;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Listens for a viewer: until the one that was started ends, or until the program is ended. */
final class ViewerRun {
  private final Session session;
  private final LocalListener listener;
  private final ViewerRelay relay;

  ViewerRun(Session session, LocalListener listener, ViewerRelay relay) {
    this.session = session;
    this.listener = listener;
    this.relay = relay;
  }

  /**
   * Run.
   *
   * @param listenOnly whether to tell a program the address instead of starting a viewer
   * @param chosen the command that would be started
   */
  int run(String protocol, boolean listenOnly, Supplier<List<String>> chosen)
      throws InterruptedException {
    List<String> command = listenOnly ? List.of() : chosen.get();
    Thread.ofPlatform().daemon().start(() -> listener.serve(relay::relay));
    if (listenOnly) {
      ObjectNode address = Api.json().createObjectNode();
      address.put("protocol", protocol).put("host", listener.host()).put("port", listener.port());
      session.out().println(address);
      session.out().flush();
      new CountDownLatch(1).await();
    }
    Process viewer = Viewer.start(command, session);
    // It would stay and show a screen that nobody is behind any more.
    Runtime.getRuntime().addShutdownHook(new Thread(viewer::destroy, "viewer"));
    int exitCode = viewer.waitFor();
    if (exitCode == 0 || relay.hasServed()) {
      return ExitCode.OK.number();
    }
    listener.tell(session.texts().of("viewer.failed", command.getFirst(), exitCode));
    return ExitCode.FAILED.number();
  }
}
