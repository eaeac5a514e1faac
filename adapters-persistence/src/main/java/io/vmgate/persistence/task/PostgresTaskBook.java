package io.vmgate.persistence.task;

import io.vmgate.application.task.RequestKey;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskReport;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskQuery;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps tasks in PostgreSQL, each within sight of its own tenant only. */
@Singleton
final class PostgresTaskBook implements TaskBook {
  private static final int FORGOTTEN_AT_ONCE = 500;

  private final PostgresTransactions transactions;
  private final TaskRows tasks;
  private final QueueRows queue;
  private final RequestKeyRows keys;
  private final TaskWrites writes;

  PostgresTaskBook(
      PostgresTransactions transactions,
      TaskRows tasks,
      QueueRows queue,
      RequestKeyRows keys,
      TaskWrites writes) {
    this.transactions = transactions;
    this.tasks = tasks;
    this.queue = queue;
    this.keys = keys;
    this.writes = writes;
  }

  @Override
  public Acceptance accept(Task task, @Nullable RequestKey key) {
    try {
      return acceptOnce(
          task,
          key,
          () -> {
            writes.add(task);
            claim(task)
                .ifPresent(
                    holder -> {
                      throw new TaskFailure.Busy(holder).toException(); // and nothing is written
                    });
            writes.announce(List.of(task));
          });
    } catch (FailureException refused) {
      if (refused.failure() instanceof TaskFailure.Busy(var holder)) {
        return new Acceptance.Busy(holder);
      }
      throw refused;
    }
  }

  @Override
  public Acceptance acceptBatch(Task batch, List<Task> children, @Nullable RequestKey key) {
    return acceptOnce(
        batch,
        key,
        () -> {
          writes.add(batch);
          // In one order, lest two batches wait for each other's machines.
          List<Task> written =
              children.stream()
                  .sorted(Comparator.comparing(PostgresTaskBook::vmId))
                  .map(this::addChild)
                  .toList();
          writes.announce(List.of(batch));
          writes.announce(written);
          writes.concludeBatch(batch.id().value(), batch.createdAt());
        });
  }

  @Override
  public Optional<Acceptance> answered(RequestKey key) {
    return transactions.inTenant(key.tenant(), () -> find(key));
  }

  @Override
  public Optional<TaskReport> find(TenantId tenant, TaskId id) {
    return transactions.inTenant(
        tenant, () -> tasks.findById(id.value()).map(row -> reports(List.of(row)).getFirst()));
  }

  @Override
  public Page<TaskReport> list(TenantId tenant, VmScope scope, TaskQuery query) {
    List<String> namespaces = List.copyOf(scope.namespaces());
    List<String> machines = scope.machines().stream().map(VmId::toString).toList();
    List<String> statuses = statuses(query.status());
    UUID parent = query.parent() == null ? null : query.parent().value();
    return transactions.inTenant(
        tenant,
        () -> {
          long total =
              tasks.count(
                  tenant.value(),
                  namespaces,
                  machines,
                  query.vmId(),
                  statuses,
                  query.operator(),
                  parent);
          List<TaskRow> rows =
              query.page().offset() >= total
                  ? List.of()
                  : tasks.list(
                      tenant.value(),
                      namespaces,
                      machines,
                      query.vmId(),
                      statuses,
                      query.operator(),
                      parent,
                      query.page().pageSize(),
                      query.page().offset());
          return new Page<>(reports(rows), total, query.page());
        });
  }

  @Override
  public Map<TaskId, Long> revisions(TenantId tenant, Set<TaskId> ids) {
    List<String> texts = ids.stream().map(TaskId::toString).toList();
    return transactions.inTenant(tenant, () -> tasks.revisions(texts)).stream()
        .collect(Collectors.toMap(row -> new TaskId(row.id()), RevisionRow::revision));
  }

  @Override
  public boolean cancel(TenantId tenant, TaskId id, Instant at) {
    return transactions.inTenant(
        tenant,
        () -> {
          boolean queued = queue.lock(id.value()).isPresent();
          Optional<Task> task =
              queued
                  ? tasks.findById(id.value()).map(TaskRowMapper::toTask)
                  : Optional.<Task>empty();
          task.filter(Task::canBeCancelled).ifPresent(found -> writes.change(found.cancelled(at)));
          return task.filter(Task::canBeCancelled).isPresent();
        });
  }

  @Override
  public int forget(TenantId tenant, Instant endedBefore, Instant keysBefore) {
    int forgotten = 0;
    int now;
    do {
      now =
          transactions.inTenant(
              tenant,
              () -> {
                if (!tasks.mayForget()) {
                  return 0;
                }
                keys.forget(tenant.value(), keysBefore);
                return tasks.forget(tenant.value(), endedBefore, FORGOTTEN_AT_ONCE);
              });
      forgotten += now;
    } while (now >= FORGOTTEN_AT_ONCE);
    return forgotten;
  }

  private Acceptance acceptOnce(Task task, @Nullable RequestKey key, Runnable write) {
    return transactions.inTenant(
        task.tenant(),
        () -> {
          if (key != null && !remember(key, task)) {
            return find(key).orElseThrow(() -> new IllegalStateException("a key that vanished"));
          }
          write.run();
          return new Acceptance.Accepted();
        });
  }

  private boolean remember(RequestKey key, Task task) {
    return keys.remember(
            key.tenant().value(),
            key.user().value(),
            key.key(),
            key.fingerprint(),
            task.id().value(),
            task.createdAt(),
            key.validSince())
        > 0;
  }

  private Optional<Acceptance> find(RequestKey key) {
    return keys.find(key.tenant().value(), key.user().value(), key.key(), key.validSince())
        .map(
            row ->
                row.fingerprint().equals(key.fingerprint())
                    ? new Acceptance.Repeated(new TaskId(row.taskId()))
                    : new Acceptance.KeyReused());
  }

  /** Answers the child as it was written. */
  private Task addChild(Task child) {
    // The row must be there for the place to point to it.
    writes.add(child);
    Optional<TaskId> holder = child.state().hasEnded() ? Optional.empty() : claim(child);
    if (holder.isEmpty()) {
      return child;
    }
    Task refused = child.failed(child.createdAt(), TaskReason.busy(holder.get()));
    writes.replace(refused);
    return refused;
  }

  /** Claim the machine; answers who has it instead. */
  private Optional<TaskId> claim(Task task) {
    String machine = vmId(task);
    while (queue.claim(task.id().value(), machine, task.tenant().value()) == 0) {
      Optional<TaskId> holder = queue.findByVmId(machine).map(row -> new TaskId(row.taskId()));
      if (holder.isPresent()) {
        return holder;
      } // else it has just ended: the machine is free
    }
    return Optional.empty();
  }

  private List<TaskReport> reports(List<TaskRow> rows) {
    List<String> batches =
        rows.stream().filter(row -> row.vmId() == null).map(row -> row.id().toString()).toList();
    Map<UUID, List<Task>> children =
        batches.isEmpty()
            ? Map.of()
            : tasks.children(batches).stream()
                .map(TaskRowMapper::toTask)
                .collect(Collectors.groupingBy(PostgresTaskBook::parentOf));
    return rows.stream()
        .map(
            row ->
                new TaskReport(
                    TaskRowMapper.toTask(row),
                    row.revision(),
                    row.vmId() == null
                        ? new Children(children.getOrDefault(row.id(), List.of()))
                        : null))
        .toList();
  }

  private static List<String> statuses(@Nullable TaskStatus status) {
    return switch (status) {
      case null -> List.of();
      case RUNNING -> List.of("running");
      case SUCCESS -> List.of("success");
      case FAILED -> List.of("failed", "cancelled");
    };
  }

  private static UUID parentOf(Task child) {
    TaskId parent = child.parent();
    if (parent == null) {
      throw new IllegalArgumentException("of no batch: task " + child.id());
    }
    return parent.value();
  }

  private static String vmId(Task task) {
    Task.Subject subject = task.subject();
    if (subject == null) {
      throw new IllegalArgumentException("about no machine: task " + task.id());
    }
    return subject.id();
  }
}
