package io.vmgate.application.task;

import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.task.InMemoryTasks;
import io.vmgate.testkit.task.TaskBookContract;
import io.vmgate.testkit.task.TaskQueueContract;
import java.time.Duration;

class InMemoryTasksTest implements TaskBookContract, TaskQueueContract {
  private final ManualClock clock = new ManualClock();
  private final InMemoryTasks tasks = new InMemoryTasks(clock);

  @Override
  public TaskBook emptyBook() {
    return tasks;
  }

  @Override
  public TaskQueue emptyQueue() {
    return tasks;
  }

  @Override
  public TaskBook book() {
    return tasks;
  }

  @Override
  public void passTime(Duration time) {
    clock.advance(time);
  }
}
