package io.vmgate.domain.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a task stands; each state carries only what is known in it. */
public sealed interface TaskState {
  /**
   * Not ended.
   *
   * @param before what the machine looked like before the cluster was asked; null until then
   */
  record Running(TaskStep step, @Nullable MachineBefore before) implements TaskState {}

  /** The goal was reached. */
  record Succeeded(Instant at) implements TaskState {}

  /**
   * The goal was not reached, and will not be.
   *
   * @param step how far the task had come
   */
  record Failed(Instant at, TaskStep step, TaskReason reason) implements TaskState {}

  /** Called off before the cluster knew of it. */
  record Cancelled(Instant at) implements TaskState {}

  /** When it ended; null while it has not. */
  default @Nullable Instant endedAt() {
    return switch (this) {
      case Running _ -> null;
      case Succeeded(var at) -> at;
      case Failed(var at, _, _) -> at;
      case Cancelled(var at) -> at;
    };
  }

  /** Whether nothing will change any more. */
  default boolean hasEnded() {
    return endedAt() != null;
  }

  /** What the contract calls it. */
  default TaskStatus status() {
    return switch (this) {
      case Running _ -> TaskStatus.RUNNING;
      case Succeeded _ -> TaskStatus.SUCCESS;
      case Failed _, Cancelled _ -> TaskStatus.FAILED;
    };
  }
}
