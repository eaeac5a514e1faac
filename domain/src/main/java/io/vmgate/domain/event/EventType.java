package io.vmgate.domain.event;

import io.vmgate.domain.task.TaskAction;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Name what happened to a machine. */
public enum EventType {
  /** A user's operation; so are the four below. */
  START("start"),
  STOP("stop"),
  RESTART("restart"),
  PAUSE("pause"),
  UNPAUSE("unpause"),
  /** A user was on a console. */
  CONSOLE("console"),
  /** A user published ports of it. */
  PUBLISH("publish"),
  /** A user took an access service back. */
  UNPUBLISH("unpublish"),
  /** An access service was removed since its time was over. */
  SERVICE_EXPIRED("serviceExpired"),
  /** Seen in the cluster: the machine was made. So are all below. */
  CREATED("created"),
  DELETED("deleted"),
  STARTED("started", TaskAction.START, TaskAction.RESTART),
  /** It was asked to end. */
  STOPPED("stopped", TaskAction.STOP, TaskAction.RESTART),
  /** The guest ended by itself, in order. */
  GUEST_SHUTDOWN("guestShutdown", TaskAction.STOP, TaskAction.RESTART),
  /** The guest ended by itself, in disorder, or could not be started. */
  CRASHED("crashed", TaskAction.STOP, TaskAction.RESTART),
  /** It runs anew, and how the old run ended was not seen. */
  RESTARTED("restarted", TaskAction.RESTART, TaskAction.START, TaskAction.STOP),
  /** It moved to another node while it ran. */
  MIGRATED("migrated"),
  MIGRATION_FAILED("migrationFailed"),
  PAUSED("paused", TaskAction.PAUSE),
  UNPAUSED("unpaused", TaskAction.UNPAUSE),
  /** It cannot run; the cluster says why. */
  ERROR("error");

  private final String wireName;
  private final Set<TaskAction> explanations;

  EventType(String wireName, TaskAction... explanations) {
    this.wireName = wireName;
    this.explanations = Set.of(explanations);
  }

  /** The word in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** What an operation of ours is as an event. */
  public static EventType of(TaskAction action) {
    return switch (action) {
      case START -> START;
      case STOP -> STOP;
      case RESTART -> RESTART;
      case PAUSE -> PAUSE;
      case UNPAUSE -> UNPAUSE;
    };
  }

  /** Find the type of that word; empty when there is none. */
  public static Optional<EventType> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }

  /** Whether an operation of ours brings this about, so that it is no event of its own. */
  public boolean isBroughtAboutBy(TaskAction action) {
    return explanations.contains(action);
  }

  /** Whether this is what the operation is for, rather than a step on the way. */
  public boolean isGoalOf(TaskAction action) {
    return isBroughtAboutBy(action)
        && (action != TaskAction.RESTART || this == STARTED || this == RESTARTED);
  }

  /** Whether any operation of ours brings this about. */
  public boolean canBeOurs() {
    return !explanations.isEmpty();
  }
}
