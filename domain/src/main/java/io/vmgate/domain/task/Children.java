package io.vmgate.domain.task;

import java.time.Instant;
import java.util.List;

/** Sum up the tasks of a batch. */
public record Children(List<Task> tasks) {
  public Children {
    tasks = List.copyOf(tasks);
  }

  /** How many stand so. */
  public int count(TaskStatus status) {
    return (int) tasks.stream().filter(task -> task.state().status() == status).count();
  }

  /** The mean progress of the children, in percent. */
  public int progress() {
    return (int) tasks.stream().mapToInt(Task::progress).average().orElse(0);
  }

  /** The batch as its children have it: ended when all have, well when all have well. */
  public Task conclude(Task batch, Instant at) {
    if (batch.state().hasEnded() || count(TaskStatus.RUNNING) > 0) {
      return batch;
    }
    int failed = count(TaskStatus.FAILED);
    return failed == 0
        ? batch.succeeded(at)
        : batch.failed(at, TaskReason.childrenFailed(failed, tasks.size()));
  }
}
