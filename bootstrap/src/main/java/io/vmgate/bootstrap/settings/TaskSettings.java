package io.vmgate.bootstrap.settings;

import io.vmgate.application.task.TaskLimits;
import java.util.List;

/**
 * Read how long tasks may take and how many run at once; docs/operations.md lists the variables.
 */
public final class TaskSettings {
  /** The variables that are read. */
  public static final List<String> VARIABLES =
      List.of(
          "VMGATE_TASK_START_LIMIT",
          "VMGATE_TASK_STOP_LIMIT",
          "VMGATE_TASK_RESTART_LIMIT",
          "VMGATE_TASK_PAUSE_LIMIT",
          "VMGATE_TASK_HELD_UP_LIMIT",
          "VMGATE_TASK_CLUSTER_CALLS",
          "VMGATE_TASK_RETENTION",
          "VMGATE_IDEMPOTENCY_RETENTION");

  private static final int MOST_CALLS = 1_000;

  private TaskSettings() {}

  static TaskLimits from(Environment environment) {
    TaskLimits usual = TaskLimits.USUAL;
    return new TaskLimits(
        environment.duration("VMGATE_TASK_START_LIMIT", usual.start()),
        environment.duration("VMGATE_TASK_STOP_LIMIT", usual.stop()),
        environment.duration("VMGATE_TASK_RESTART_LIMIT", usual.restart()),
        environment.duration("VMGATE_TASK_PAUSE_LIMIT", usual.pause()),
        environment.duration("VMGATE_TASK_HELD_UP_LIMIT", usual.heldUp()),
        usual.askPatience(),
        usual.settle(),
        usual.lease(),
        environment.number("VMGATE_TASK_CLUSTER_CALLS", usual.callsAtOnce(), 1, MOST_CALLS),
        usual.tasksAtOnce(),
        environment.duration("VMGATE_TASK_RETENTION", usual.retention()),
        environment.duration("VMGATE_IDEMPOTENCY_RETENTION", usual.requestKeys()));
  }
}
