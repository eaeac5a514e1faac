package io.vmgate.rest.console;

import io.vmgate.domain.console.EndReason;
import io.vmgate.relay.websocket.CloseFrame;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Give each reason for which a session ends its close code, and words: the only place where they
 * meet. Codes are added, never changed.
 */
@Singleton
final class ClosingWords {
  private static final int DISCONNECTED = 4000;
  private static final int PERMISSION_WITHDRAWN = 4001;
  private static final int NOT_RUNNING = 4002;
  private static final int LIMIT_REACHED = 4003;
  private static final int REPLACED = 4004;
  private static final int UPSTREAM_FAILED = 1011;

  private final EndWords words;

  ClosingWords(EndWords words) {
    this.words = words;
  }

  /** What a viewer is told. */
  CloseFrame of(EndReason reason, Locale language) {
    return new CloseFrame(codeOf(reason), words.text(reason, language));
  }

  private static int codeOf(EndReason reason) {
    return switch (reason) {
      case EndReason.Disconnected _ -> DISCONNECTED;
      case EndReason.PermissionWithdrawn _ -> PERMISSION_WITHDRAWN;
      case EndReason.MachineStopped _, EndReason.MachineDeleted _ -> NOT_RUNNING;
      case EndReason.Idle _, EndReason.TooLong _ -> LIMIT_REACHED;
      case EndReason.TakenOver _ -> REPLACED;
      case EndReason.MachineMoved _,
          EndReason.LineLost _,
          EndReason.LineRefused _,
          EndReason.LineTaken _,
          EndReason.NoAnswer _,
          EndReason.ServerLost _,
          EndReason.Fault _ ->
          UPSTREAM_FAILED;
      case EndReason.ViewerLeft _ -> CloseFrame.NORMAL;
      case EndReason.ViewerSilent _, EndReason.GoingAway _ -> CloseFrame.GOING_AWAY;
      case EndReason.ViewerBroke _ -> CloseFrame.PROTOCOL_ERROR;
    };
  }
}
