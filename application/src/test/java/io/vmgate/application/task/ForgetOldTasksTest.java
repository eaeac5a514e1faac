package io.vmgate.application.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.task.Task;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.task.InMemoryTasks;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForgetOldTasksTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryTasks tasks = new InMemoryTasks(clock);
  private final ForgetOldTasks forgetOldTasks =
      new ForgetOldTasks(
          new InMemoryTenantDirectory(aTenant("acme").build(), aTenant("globex").build()),
          tasks,
          TaskLimits.USUAL.keeping(Duration.ofDays(30), Duration.ofHours(24)),
          clock);

  @Test
  void forgetsTasksOfEveryTenantThirtyDaysAfterTheirEnd() {
    Task ours = ended("acme", "web-1");
    Task theirs = ended("globex", "web-2");
    Task running = aTask().on("shop", "web-3").build();
    tasks.accept(running, null);
    clock.advance(Duration.ofDays(30));
    assertThat(forgetOldTasks.forget()).isZero();
    clock.advance(Duration.ofSeconds(1));

    assertThat(forgetOldTasks.forget()).isEqualTo(2);

    assertThat(tasks.find(ours.tenant(), ours.id())).isEmpty();
    assertThat(tasks.find(theirs.tenant(), theirs.id())).isEmpty();
    assertThat(tasks.find(running.tenant(), running.id())).isPresent();
  }

  private Task ended(String tenant, String machine) {
    Task task = aTask().of(tenant).on("shop", machine).build();
    tasks.accept(task, null);
    tasks.cancel(task.tenant(), task.id(), clock.instant());
    return task;
  }
}
