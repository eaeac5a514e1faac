package io.vmgate.application.task;

import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Hold a task as it is written at one moment.
 *
 * @param revision grows with every change of the task, and of a batch's children
 * @param children of a batch; null for a single task
 */
public record TaskReport(Task task, long revision, @Nullable Children children) {
  /** How much is done, in percent. */
  public int progress() {
    return children == null ? task.progress() : children.progress();
  }
}
