package io.vmgate.application.task;

import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Hands out the tasks that have not ended, each to one replica at a time.
 *
 * <p>A replica holds a task by a lease that it extends while it lives; the lease of a replica that
 * died runs out, and the task is handed out again. Whether a lease has run out is decided by the
 * database's clock alone. Each lease has a number, and writes under an older one are refused, so
 * that a replica which was only asleep does no harm when it wakes.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
public interface TaskQueue {
  /**
   * Lease tasks that nobody holds, the oldest first; two replicas never get the same one.
   *
   * @param worker who leases
   * @param most how many at most
   */
  List<Lease> lease(UUID worker, int most, Duration term);

  /**
   * Extend the worker's leases of these tasks, even one that has run out, if nobody else has it.
   * What the worker was handed without hearing of it is not among them, and runs out.
   *
   * @param held the tasks that the worker knows to be its own
   * @return those that it still holds
   */
  Set<TaskId> extend(UUID worker, Set<TaskId> held, Duration term);

  /** Give all leases of the worker back, so that others need not wait for them to run out. */
  void release(UUID worker);

  /** The oldest task that nobody holds at the moment; empty when there is none. */
  Optional<TaskId> oldestWaiting();

  /** Read the task; empty when the lease is no longer valid. */
  Optional<Task> read(Lease lease);

  /**
   * Write the task's state and deadline; if it has ended, take it off the queue and set its machine
   * free, and end its batch with the last of the children. Safe to repeat.
   *
   * @return whether the lease was valid; otherwise nothing was written
   */
  boolean write(Lease lease, Task task);

  /**
   * The right to carry a task out.
   *
   * @param number grows each time that the task is handed out; 1 the first time
   */
  record Lease(TaskId task, TenantId tenant, UUID worker, long number) {}
}
