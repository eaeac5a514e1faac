package io.vmgate.persistence.task;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.task.TaskQueueContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTaskQueueTest implements TaskQueueContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public TaskQueue emptyQueue() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").owning("shop", "pay").build());
    tenants.addIfMissing(aTenant("globex").owning("research").build());
    return PERSISTENCE.get(TaskQueue.class);
  }

  @Override
  public TaskBook book() {
    return PERSISTENCE.get(TaskBook.class);
  }

  /** The database's clock is not ours to turn. */
  @Override
  public void passTime(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }
}
