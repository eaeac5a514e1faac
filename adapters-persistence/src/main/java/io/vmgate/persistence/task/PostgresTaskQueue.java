package io.vmgate.persistence.task;

import io.vmgate.application.task.TaskQueue;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Hands tasks out by leases in PostgreSQL, by the database's own clock. */
@Singleton
final class PostgresTaskQueue implements TaskQueue {
  private static final double MILLIS = 1_000;

  private final PostgresTransactions transactions;
  private final QueueRows queue;
  private final TaskRows tasks;
  private final TaskWrites writes;

  PostgresTaskQueue(
      PostgresTransactions transactions, QueueRows queue, TaskRows tasks, TaskWrites writes) {
    this.transactions = transactions;
    this.queue = queue;
    this.tasks = tasks;
    this.writes = writes;
  }

  @Override
  public List<Lease> lease(UUID worker, int most, Duration term) {
    return transactions
        .outsideTenants(() -> queue.lease(worker, most, term.toMillis() / MILLIS))
        .stream()
        .map(
            row ->
                new Lease(
                    new TaskId(row.taskId()),
                    new TenantId(row.ownerTenant()),
                    worker,
                    row.leaseNumber()))
        .sorted(Comparator.comparing(lease -> lease.task().toString()))
        .toList();
  }

  @Override
  public Set<TaskId> extend(UUID worker, Set<TaskId> held, Duration term) {
    List<String> ids = held.stream().map(TaskId::toString).toList();
    return transactions
        .outsideTenants(() -> queue.extend(worker, ids, term.toMillis() / MILLIS))
        .stream()
        .map(row -> new TaskId(row.taskId()))
        .collect(Collectors.toSet());
  }

  @Override
  public void release(UUID worker) {
    transactions.outsideTenants(() -> queue.release(worker));
  }

  @Override
  public Optional<TaskId> oldestWaiting() {
    return transactions
        .outsideTenants(() -> queue.oldestWaiting())
        .map(row -> new TaskId(row.taskId()));
  }

  @Override
  public Optional<Task> read(Lease lease) {
    return transactions.inTenant(
        lease.tenant(),
        () ->
            isValid(lease)
                ? tasks.findById(lease.task().value()).map(TaskRowMapper::toTask)
                : Optional.<Task>empty());
  }

  @Override
  public boolean write(Lease lease, Task task) {
    return transactions.inTenant(
        lease.tenant(),
        () -> {
          boolean valid = isValid(lease);
          if (valid) {
            writes.change(task);
          }
          return valid;
        });
  }

  private boolean isValid(Lease lease) {
    return queue
        .lock(lease.task().value())
        .filter(row -> lease.worker().equals(row.worker()))
        .filter(row -> row.leaseNumber() == lease.number())
        .isPresent();
  }
}
