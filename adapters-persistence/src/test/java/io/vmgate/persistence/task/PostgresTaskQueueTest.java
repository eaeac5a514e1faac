package io.vmgate.persistence.task;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.task.TaskQueueContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  /** The database's clock is not ours to turn, only to look at. */
  @Override
  public void passTime(Duration time) {
    try (Connection connection = PERSISTENCE.database().connect()) {
      Instant end = databaseTime(connection).plus(time);
      await().atMost(time.plusSeconds(5)).until(() -> databaseTime(connection).isAfter(end));
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Instant databaseTime(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet time = statement.executeQuery("SELECT clock_timestamp()")) {
      time.next();
      return time.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
