package io.vmgate.kubevirt.console;

import io.vmgate.domain.Failure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.kubevirt.cluster.StatusWords;

/**
 * Understands why KubeVirt does not open a line. It says so before it agrees to the web socket, in
 * a Status object or in plain text; its words tell more than its codes.
 */
final class LineRefusals {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  private LineRefusals() {}

  static Failure of(int code, byte[] body) {
    String words = StatusWords.of(code, body);
    if (words.contains("Active VNC connection")) {
      return new ConsoleFailure.LineTaken();
    }
    return new ConsoleFailure.LineRefused(problem(code, words), words);
  }

  private static LineProblem problem(int code, String words) {
    return switch (code) {
      case UNAUTHORIZED, FORBIDDEN -> LineProblem.FORBIDDEN;
      case NOT_FOUND -> LineProblem.NOT_RUNNING;
      case BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT -> LineProblem.NODE_UNREACHABLE;
      default -> problem(words);
    };
  }

  private static LineProblem problem(String words) {
    if (words.contains("No graphics devices")) {
      return LineProblem.NO_SCREEN;
    }
    if (words.contains("No serial consoles")) {
      return LineProblem.NO_SERIAL;
    }
    if (words.contains("is paused")) {
      return LineProblem.PAUSED;
    }
    if (words.contains("no network interfaces")
        || words.contains("dial tcp :")) { // to no address, which is KubeVirt's own host
      return LineProblem.NO_NETWORK;
    }
    if (words.contains("dialing VM")) {
      return LineProblem.NOBODY_LISTENS;
    }
    if (words.contains("not running")
        || words.contains("\" not found") // of a picture; it has no code but 500
        || words.contains("not started")
        || words.contains("failed status")
        || words.contains("because phase is")) {
      return LineProblem.NOT_RUNNING;
    }
    return words.contains("virt-handler") || words.contains("Can't connect to websocket")
        ? LineProblem.NODE_UNREACHABLE
        : LineProblem.OTHER;
  }
}
