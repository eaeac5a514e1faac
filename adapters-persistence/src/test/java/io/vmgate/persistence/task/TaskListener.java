package io.vmgate.persistence.task;

import io.micronaut.context.event.ApplicationEventListener;
import io.vmgate.domain.task.Task;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Hears of tasks as they are written, and may be against it. */
@Singleton
class TaskListener implements ApplicationEventListener<Task> {
  private volatile @Nullable Task last;
  private volatile boolean refusing;

  @Override
  public void onApplicationEvent(Task task) {
    if (refusing) {
      throw new IllegalStateException("not with me");
    }
    last = task;
  }

  void refuse(boolean whether) {
    refusing = whether;
  }

  @Nullable Task last() {
    return last;
  }
}
