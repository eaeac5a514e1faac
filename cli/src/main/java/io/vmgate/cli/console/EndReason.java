package io.vmgate.cli.console;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Why the platform ended a line: its close frame has one code for what the platform tells apart.
 *
 * <p>The server says goodbye before it has written down why, and what ended last may have been the
 * line before, or a screen of the same machine.
 */
final class EndReason {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(450);

  private final Session session;
  private final String vmId;
  private final String protocol;
  private volatile String sessionId = "";

  /** Tell of a line that was opened just now. */
  EndReason(Session session, String vmId, String protocol) {
    this.session = session;
    this.vmId = vmId;
    this.protocol = protocol;
  }

  /** Learn which session this line is, while it is open; what fails is asked for later. */
  void learn() {
    try {
      List<JsonNode> live = live(status());
      if (!live.isEmpty()) {
        sessionId = live.getLast().path("sessionId").asString("");
      }
    } catch (ServerErrorException | UnreachableException unknown) {
      session.trace().note(String.valueOf(unknown.getMessage()));
    }
  }

  /**
   * Ask for at most about 2 s.
   *
   * @param left ends the wait
   * @return a code such as {@code MACHINE_MOVED}; empty when it stays unknown
   * @throws ServerErrorException when asking again makes no sense
   */
  String ask(CountDownLatch left) {
    for (int number = 1; ; number++) {
      try {
        JsonNode status = status();
        JsonNode ended = status.path("extra").path("lastEnded");
        if (isOurs(ended, status)) {
          return ended.path("reason").asString("");
        }
      } catch (ServerErrorException refused) {
        if (!refused.error().passes()) {
          throw refused;
        }
      } catch (UnreachableException away) {
        session.trace().note(String.valueOf(away.getMessage()));
      }
      if (number == TRIES || hasLeft(left)) {
        return "";
      }
    }
  }

  private boolean isOurs(JsonNode ended, JsonNode status) {
    if (!ended.path("protocol").asString("").equals(protocol)) {
      return false;
    }
    String known = sessionId;
    // Nobody knows ours: as long as one stands as open, the end of it is not written yet.
    return known.isEmpty()
        ? live(status).isEmpty()
        : ended.path("sessionId").asString("").equals(known);
  }

  private static boolean hasLeft(CountDownLatch left) {
    try {
      return left.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private JsonNode status() {
    return session.api().get("/vms/" + vmId + "/console/status", new Query());
  }

  private List<JsonNode> live(JsonNode status) {
    return status
        .path("extra")
        .path("sessions")
        .valueStream()
        .filter(open -> open.path("protocol").asString("").equals(protocol))
        .toList();
  }
}
