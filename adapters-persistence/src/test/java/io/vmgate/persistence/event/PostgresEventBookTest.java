package io.vmgate.persistence.event;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.event.Chronicle;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.persistence.Persistence;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.event.EventBookContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresEventBookTest implements EventBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public EventBook emptyBook() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    tenants.addIfMissing(aTenant("acme").owning("shop", "pay").build());
    tenants.addIfMissing(aTenant("globex").owning("research").build());
    return PERSISTENCE.get(EventBook.class);
  }

  @Override
  public void write(VmEvent event) {
    PERSISTENCE
        .get(PostgresTransactions.class)
        .acrossTenants(
            () -> {
              PERSISTENCE.get(EventWrites.class).write(List.of(event));
              return true;
            });
  }

  @Override
  public void write(Task task) {
    PERSISTENCE
        .get(PostgresTransactions.class)
        .inTenant(
            task.tenant(),
            () -> {
              PERSISTENCE.get(EventWrites.class).writeOperations(List.of(task));
              return true;
            });
  }

  @Test
  void hasAnOperationAsSoonAsItsTaskIsAcceptedAndUntilItHasEnded() {
    EventBook book = emptyBook();
    TaskBook tasks = PERSISTENCE.get(TaskBook.class);
    Task task = aTask().build();

    tasks.accept(task, null);
    assertThat(book.latest(ACME, ID, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.status()).isEqualTo(TaskStatus.RUNNING));
    tasks.cancel(ACME, task.id(), ManualClock.START);

    assertThat(book.latest(ACME, ID, 10))
        .containsExactly(VmEvent.of(task.cancelled(ManualClock.START)).orElseThrow());
  }

  @Test
  void leavesOutWhatOnlyANewerVersionHasAWordFor() throws SQLException {
    EventBook book = emptyBook();
    Task done = aTask().build().failed(ManualClock.START, TaskReason.vmGone());
    write(done);
    write(aTask().build());

    execute("UPDATE vm_event SET cause = 'FULL_MOON' WHERE cause IS NOT NULL");
    assertThat(book.latest(ACME, ID, 10)).hasSize(2);
    execute("UPDATE vm_event SET event_type = 'hibernate' WHERE cause IS NOT NULL");

    assertThat(book.latest(ACME, ID, 10))
        .singleElement()
        .satisfies(event -> assertThat(event.status()).isEqualTo(TaskStatus.RUNNING));
    assertThat(PERSISTENCE.get(Chronicle.class).operations(Set.of(ID), Instant.EPOCH)).hasSize(1);
  }

  @Test
  void storesTheClustersWordsWithoutWhatPostgresCannotStore() {
    EventBook book = emptyBook();
    write(
        new VmEvent(
            new UUID(3, 3),
            ACME,
            ID,
            aVm().build().name(),
            EventType.ERROR,
            VmEvent.SYSTEM,
            ManualClock.START,
            ManualClock.START,
            TaskStatus.FAILED,
            new VmEvent.Origin.Seen("Error", "out\0 of \0order", null, null)));
    write(aTask().build().failed(ManualClock.START, TaskReason.vmNotFound("we\0b")));

    assertThat(book.latest(ACME, ID, 10)).hasSize(2);
    assertThat(book.latest(ACME, ID, 10).toString()).contains("out of order", "[web]");
  }

  @Test
  void hasAnEventForEachMachineOfABatchAndNoneForTheRefused() {
    EventBook book = emptyBook();
    Task batch = aTask().batch().build();
    Task child = aTask().in(batch.id()).build();
    Task unknown = aTask().in(batch.id()).onUnknown("nobody").build();

    PERSISTENCE.get(TaskBook.class).acceptBatch(batch, List.of(child, unknown), null);

    assertThat(book.latest(ACME, ID, 10)).containsExactly(VmEvent.of(child).orElseThrow());
  }

  private static void execute(String statement) throws SQLException {
    try (Connection connection = PERSISTENCE.database().connectAsSuperuser();
        Statement write = connection.createStatement()) {
      write.execute(statement);
    }
  }
}
