package io.vmgate.domain.task;

/**
 * Count the tasks of a batch.
 *
 * @param progress the mean of all, in percent
 */
public record Tally(int total, int running, int success, int failed, int progress) {
  /** Count these. */
  public static Tally of(Children children) {
    return new Tally(
        children.tasks().size(),
        children.count(TaskStatus.RUNNING),
        children.count(TaskStatus.SUCCESS),
        children.count(TaskStatus.FAILED),
        children.progress());
  }
}
