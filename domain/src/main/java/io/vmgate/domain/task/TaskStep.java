package io.vmgate.domain.task;

import java.util.Arrays;
import java.util.Optional;

/** Say how far a running task has come. The order is the order in which steps follow each other. */
public enum TaskStep {
  /** Written down; the cluster knows nothing of it, so it can still be cancelled. */
  ACCEPTED("accepted"),
  /** What the machine looked like is written down and the cluster may have been asked. */
  ASKING("asking"),
  /** The cluster has agreed. */
  ASKED("asked"),
  /** The old run is coming to its end. */
  STOPPING("stopping"),
  /** A new run exists and is with the scheduler. */
  SCHEDULED("scheduled"),
  /** The new run has a node. */
  STARTING("starting");

  private final String wireName;

  TaskStep(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** Find the step of that word; empty when there is none. */
  public static Optional<TaskStep> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(step -> step.wireName.equals(wireName)).findFirst();
  }

  /** Whether it comes after the other. */
  public boolean isBeyond(TaskStep other) {
    return compareTo(other) > 0;
  }

  /** How much of the action is done, in percent; 100 is reserved for the goal itself. */
  public int percent(TaskAction action) {
    return switch (this) {
      case ACCEPTED -> 0;
      case ASKING -> 10;
      case ASKED -> 20;
      case STOPPING -> action == TaskAction.RESTART ? 30 : 60;
      case SCHEDULED -> action == TaskAction.RESTART ? 50 : 40;
      case STARTING -> action == TaskAction.RESTART ? 75 : 60;
    };
  }
}
