package io.vmgate.domain.console;

import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Say why a console session ended. Each has a close code of the web socket, so that programs can
 * tell.
 */
public sealed interface EndReason {
  /** A user ended it on purpose, from outside the session. */
  record Disconnected(String byUser) implements EndReason {}

  /** The user signed out, or may not look at this machine any more. */
  record PermissionWithdrawn() implements EndReason {}

  /** The machine is not running any more. */
  record MachineStopped(VmStatus status) implements EndReason {}

  /** The machine is gone. */
  record MachineDeleted() implements EndReason {}

  /** The machine moved to another node, which ends its lines; a new link reaches it there. */
  record MachineMoved() implements EndReason {}

  /** The viewer sent nothing for too long. */
  record Idle(Duration limit) implements EndReason {}

  /** No session may last longer than this. */
  record TooLong(Duration limit) implements EndReason {}

  /** Somebody took the console over. */
  record TakenOver(String byUser) implements EndReason {}

  /**
   * The line ended while the machine runs on: it broke, or somebody outside of the platform took
   * it.
   */
  record LineLost() implements EndReason {}

  /**
   * The line to the machine could not be had.
   *
   * @param words the cluster's own, for the log and for people who know it; may be empty
   */
  record LineRefused(LineProblem problem, String words) implements EndReason {}

  /** Somebody outside of the platform is on the console. */
  record LineTaken() implements EndReason {}

  /** The cluster did not answer in time. */
  record NoAnswer(Duration patience) implements EndReason {}

  /** The viewer closed the connection, or went away. */
  record ViewerLeft() implements EndReason {}

  /** The viewer has answered no ping for so long that it must be gone. */
  record ViewerSilent() implements EndReason {}

  /**
   * The viewer sent what no viewer may send.
   *
   * @param words what that was
   */
  record ViewerBroke(String words) implements EndReason {}

  /** The server is going down; a new link works at once on another one. */
  record GoingAway() implements EndReason {}

  /** The server that held the session is gone. */
  record ServerLost() implements EndReason {}

  /** Something went wrong that should not have. */
  record Fault() implements EndReason {}

  /** What programs call it, in answers and where it is kept; never changed. */
  default String code() {
    return switch (this) {
      case Disconnected _ -> "DISCONNECTED";
      case PermissionWithdrawn _ -> "PERMISSION_WITHDRAWN";
      case MachineStopped _ -> "MACHINE_STOPPED";
      case MachineDeleted _ -> "MACHINE_DELETED";
      case MachineMoved _ -> "MACHINE_MOVED";
      case Idle _ -> "IDLE";
      case TooLong _ -> "TOO_LONG";
      case TakenOver _ -> "TAKEN_OVER";
      case LineLost _ -> "LINE_LOST";
      case LineRefused _ -> "LINE_REFUSED";
      case LineTaken _ -> "LINE_TAKEN";
      case NoAnswer _ -> "NO_ANSWER";
      case ViewerLeft _ -> "VIEWER_LEFT";
      case ViewerSilent _ -> "VIEWER_SILENT";
      case ViewerBroke _ -> "VIEWER_BROKE";
      case GoingAway _ -> "GOING_AWAY";
      case ServerLost _ -> "SERVER_LOST";
      case Fault _ -> "FAULT";
    };
  }

  /** Whether it is not what anybody wanted, nor what the platform does on purpose. */
  default boolean isFailure() {
    return switch (this) {
      case LineLost _,
          LineRefused _,
          LineTaken _,
          NoAnswer _,
          ViewerBroke _,
          ServerLost _,
          Fault _ ->
          true;
      case Disconnected _,
          PermissionWithdrawn _,
          MachineStopped _,
          MachineDeleted _,
          MachineMoved _,
          Idle _,
          TooLong _,
          TakenOver _,
          ViewerLeft _,
          ViewerSilent _,
          GoingAway _ ->
          false;
    };
  }

  /** What a sentence about it needs, in the order it is named; durations in seconds. */
  default List<String> arguments() {
    return switch (this) {
      case Disconnected(var byUser) -> List.of(byUser);
      case MachineStopped(var status) -> List.of(status.wireName());
      case Idle(var limit) -> List.of(String.valueOf(limit.toSeconds()));
      case TooLong(var limit) -> List.of(String.valueOf(limit.toSeconds()));
      case TakenOver(var byUser) -> List.of(byUser);
      case LineRefused(var problem, var words) -> List.of(problem.wireName(), words);
      case NoAnswer(var patience) -> List.of(String.valueOf(patience.toSeconds()));
      case ViewerBroke(var words) -> List.of(words);
      case PermissionWithdrawn _,
          MachineDeleted _,
          MachineMoved _,
          LineLost _,
          LineTaken _,
          ViewerLeft _,
          ViewerSilent _,
          GoingAway _,
          ServerLost _,
          Fault _ ->
          List.of();
    };
  }

  /**
   * Make a reason of what was kept of it.
   *
   * @throws IllegalArgumentException when no reason is kept like that
   */
  static EndReason of(String code, List<String> arguments) {
    return switch (code) {
      case "DISCONNECTED" -> new Disconnected(arguments.getFirst());
      case "PERMISSION_WITHDRAWN" -> new PermissionWithdrawn();
      case "MACHINE_STOPPED" -> new MachineStopped(status(arguments.getFirst()));
      case "MACHINE_DELETED" -> new MachineDeleted();
      case "MACHINE_MOVED" -> new MachineMoved();
      case "IDLE" -> new Idle(seconds(arguments.getFirst()));
      case "TOO_LONG" -> new TooLong(seconds(arguments.getFirst()));
      case "TAKEN_OVER" -> new TakenOver(arguments.getFirst());
      case "LINE_LOST" -> new LineLost();
      case "LINE_REFUSED" -> new LineRefused(problem(arguments.getFirst()), arguments.getLast());
      case "LINE_TAKEN" -> new LineTaken();
      case "NO_ANSWER" -> new NoAnswer(seconds(arguments.getFirst()));
      case "VIEWER_LEFT" -> new ViewerLeft();
      case "VIEWER_SILENT" -> new ViewerSilent();
      case "VIEWER_BROKE" -> new ViewerBroke(arguments.getFirst());
      case "GOING_AWAY" -> new GoingAway();
      case "SERVER_LOST" -> new ServerLost();
      case "FAULT" -> new Fault();
      default -> throw new IllegalArgumentException("no session ends for the reason " + code);
    };
  }

  private static VmStatus status(String wireName) {
    return VmStatus.ofWireName(wireName).orElse(VmStatus.UNKNOWN);
  }

  private static LineProblem problem(String wireName) {
    return Arrays.stream(LineProblem.values())
        .filter(problem -> problem.wireName().equals(wireName))
        .findFirst()
        .orElse(LineProblem.OTHER);
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
