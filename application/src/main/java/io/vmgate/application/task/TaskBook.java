package io.vmgate.application.task;

import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskQuery;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks for good, each within sight of its tenant only.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface TaskBook {
  /**
   * Write a task down, claim its machine, queue it, and remember the request's key: all or nothing.
   * Of any number of simultaneous calls for a machine exactly one is accepted.
   *
   * @param key null for a request without one
   */
  Acceptance accept(Task task, @Nullable RequestKey key);

  /**
   * Write a batch down with its children, all or nothing. A child whose machine has another task is
   * written as failed; children that have ended already are written and not queued.
   *
   * @param key null for a request without one
   * @return never {@link Acceptance.Busy}
   */
  Acceptance acceptBatch(Task batch, List<Task> children, @Nullable RequestKey key);

  /** Find what the key's first request was answered with; empty when there was none. */
  Optional<Acceptance> answered(RequestKey key);

  /** Find a task of the tenant, with its children if it is a batch. */
  Optional<TaskReport> find(TenantId tenant, TaskId id);

  /** List the tenant's tasks within the scope, newest first. A batch is within any scope. */
  Page<TaskReport> list(TenantId tenant, VmScope scope, TaskQuery query);

  /** Tell the revisions of these tasks; one that is gone is left out. */
  Map<TaskId, Long> revisions(TenantId tenant, Set<TaskId> ids);

  /**
   * Call a task off, if the cluster knows nothing of it, and set its machine free.
   *
   * @return whether that was so; of this and a worker that is about to ask exactly one wins
   */
  boolean cancel(TenantId tenant, TaskId id, Instant at);

  /**
   * Forget tasks that ended before the instant and request keys older than the other, some at a
   * time and never two replicas at once.
   *
   * @return how many tasks were forgotten; 0 also while another replica is at it
   */
  int forget(TenantId tenant, Instant endedBefore, Instant keysBefore);

  /** What became of a request. */
  sealed interface Acceptance {
    /** It was written down. */
    record Accepted() implements Acceptance {}

    /** It came before, and was answered with this task. */
    record Repeated(TaskId first) implements Acceptance {}

    /** Its key came before with another request. */
    record KeyReused() implements Acceptance {}

    /** Its machine has another task; nothing was written. */
    record Busy(TaskId holder) implements Acceptance {}
  }
}
