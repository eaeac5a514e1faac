package io.vmgate.persistence.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskBook.Acceptance;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.task.Task;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.task.TaskBookContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTaskBookTest implements TaskBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public TaskBook emptyBook() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").owning("shop", "pay").build());
    tenants.addIfMissing(aTenant("globex").owning("research").build());
    return PERSISTENCE.get(TaskBook.class);
  }

  @Test
  void tellsListenersWithinTheTransaction() {
    TaskBook book = emptyBook();
    TaskListener listener = PERSISTENCE.get(TaskListener.class);
    Task task = aTask().build();

    listener.refuse(true);
    assertThatThrownBy(() -> book.accept(task, null)).hasMessageContaining("not with me");
    listener.refuse(false);

    assertThat(book.find(ACME, task.id())).isEmpty();
    assertThat(book.accept(task, null)).isEqualTo(new Acceptance.Accepted());
    assertThat(listener.last()).isEqualTo(task);
    book.cancel(ACME, task.id(), LATER);
    assertThat(listener.last()).isEqualTo(task.cancelled(LATER));
  }

  @Test
  void holdsTheWallBetweenTenantsWhereAStatementForgetsIt() throws Exception {
    TaskBook book = emptyBook();
    book.accept(aTask().build(), null);
    try (Connection connection = PERSISTENCE.database().connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM task")) {
      count.next();
      assertThat(count.getInt(1)).isZero();
    }
  }
}
