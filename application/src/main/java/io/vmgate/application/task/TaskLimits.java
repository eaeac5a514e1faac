package io.vmgate.application.task;

import io.vmgate.domain.task.TaskAction;
import java.time.Duration;

/**
 * How long things may take, and how many at once.
 *
 * @param start for a start to reach its goal
 * @param stop for a stop, beyond what the guest is given to shut down
 * @param restart for a restart, beyond what the guest is given to shut down
 * @param pause for pause and unpause
 * @param heldUp how long a machine may stand in an error until the task that leads there fails
 * @param askPatience the most that one call to the cluster takes
 * @param settle how long a request whose answer was lost may still be on its way; a restart is not
 *     asked for again before
 * @param lease how long a replica that is not heard of keeps its tasks
 * @param callsAtOnce to the cluster, by this replica
 * @param tasksAtOnce that this replica follows
 * @param retention how long a task is kept after its end
 * @param requestKeys how long the key of a request is remembered
 */
public record TaskLimits(
    Duration start,
    Duration stop,
    Duration restart,
    Duration pause,
    Duration heldUp,
    Duration askPatience,
    Duration settle,
    Duration lease,
    int callsAtOnce,
    int tasksAtOnce,
    Duration retention,
    Duration requestKeys) {
  /** What suits a cluster of any size. */
  public static final TaskLimits USUAL =
      new TaskLimits(
          Duration.ofMinutes(10),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(12),
          8,
          2_000,
          Duration.ofDays(30),
          Duration.ofHours(24));

  public TaskLimits {
    if (callsAtOnce < 1 || tasksAtOnce < 1) {
      throw new IllegalArgumentException("a worker that may do nothing");
    }
    if (lease.compareTo(askPatience.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "a lease of " + lease + " could run out during a call of " + askPatience);
    }
  }

  /** How long the action may take from when it is asked for, the guest's own time not counted. */
  public Duration of(TaskAction action) {
    return switch (action) {
      case START -> start;
      case STOP -> stop;
      case RESTART -> restart;
      case PAUSE, UNPAUSE -> pause;
    };
  }

  /** The same with other limits for start and restart. */
  public TaskLimits withStart(Duration limit) {
    return new TaskLimits(
        limit,
        stop,
        limit,
        pause,
        heldUp,
        askPatience,
        settle,
        lease,
        callsAtOnce,
        tasksAtOnce,
        retention,
        requestKeys);
  }

  /** The same with another patience for machines in an error. */
  public TaskLimits withHeldUp(Duration limit) {
    return new TaskLimits(
        start,
        stop,
        restart,
        pause,
        limit,
        askPatience,
        settle,
        lease,
        callsAtOnce,
        tasksAtOnce,
        retention,
        requestKeys);
  }

  /** The same with another number of calls to the cluster at once. */
  public TaskLimits withCallsAtOnce(int calls) {
    return new TaskLimits(
        start,
        stop,
        restart,
        pause,
        heldUp,
        askPatience,
        settle,
        lease,
        calls,
        tasksAtOnce,
        retention,
        requestKeys);
  }

  /** The same, keeping ended tasks and request keys for other times. */
  public TaskLimits keeping(Duration tasks, Duration keys) {
    return new TaskLimits(
        start,
        stop,
        restart,
        pause,
        heldUp,
        askPatience,
        settle,
        lease,
        callsAtOnce,
        tasksAtOnce,
        tasks,
        keys);
  }
}
