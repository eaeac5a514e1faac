package io.vmgate.domain.task;

import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.task.TaskState.Cancelled;
import io.vmgate.domain.task.TaskState.Failed;
import io.vmgate.domain.task.TaskState.Running;
import io.vmgate.domain.task.TaskState.Succeeded;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmScope;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describe an operation on a machine, or a batch of them, from the moment it was accepted.
 *
 * @param parent the batch that this is part of; null for a single operation and for the batch
 * @param user who asked for it
 * @param operator the user's name then
 * @param force no time to shut down
 * @param subject the machine; null for a batch
 * @param extra a JSON object that the caller gave along and gets back; null for none
 * @param deadline when it has failed unless it has ended before
 */
public record Task(
    TaskId id,
    @Nullable TaskId parent,
    TenantId tenant,
    UserId user,
    String operator,
    TaskAction action,
    boolean force,
    @Nullable Subject subject,
    @Nullable String extra,
    Instant createdAt,
    Instant deadline,
    TaskState state) {

  /**
   * The machine that a task is about.
   *
   * @param id as the caller wrote it; it need not be one
   * @param name null when no machine has the id
   */
  public record Subject(String id, @Nullable VmName name) {
    /** The id, when it is one. */
    public Optional<VmId> vmId() {
      return VmId.parse(id);
    }
  }

  /** The same in another state. */
  public Task in(TaskState next) {
    return new Task(
        id, parent, tenant, user, operator, action, force, subject, extra, createdAt, deadline,
        next);
  }

  /** The same with another deadline. */
  public Task until(Instant next) {
    return new Task(
        id, parent, tenant, user, operator, action, force, subject, extra, createdAt, next, state);
  }

  /** The same, ended well. */
  public Task succeeded(Instant at) {
    return in(new Succeeded(at));
  }

  /** The same, ended badly. */
  public Task failed(Instant at, TaskReason reason) {
    return in(new Failed(at, step(), reason));
  }

  /** The same, called off. */
  public Task cancelled(Instant at) {
    return in(new Cancelled(at));
  }

  /** Whether who sees this much may see it: a batch, and what is about no machine, anybody may. */
  public boolean isWithin(VmScope scope) {
    VmName name = subject == null ? null : subject.name();
    return subject == null
        || name == null
        || scope.namespaces().contains(name.namespace())
        || subject.vmId().filter(scope.machines()::contains).isPresent();
  }

  /** Whether it is a batch of others. */
  public boolean isBatch() {
    return subject == null;
  }

  /** Whether the cluster knows nothing of it yet. */
  public boolean canBeCancelled() {
    return !isBatch() && state instanceof Running(TaskStep step, _) && step == TaskStep.ACCEPTED;
  }

  /** How far it has come, or had when it failed. */
  public TaskStep step() {
    return switch (state) {
      case Running(var step, _) -> step;
      case Failed(_, var step, _) -> step;
      case Succeeded _, Cancelled _ -> TaskStep.ACCEPTED;
    };
  }

  /** How much is done, in percent; 100 exactly when the goal was reached. */
  public int progress() {
    return switch (state) {
      case Running(var step, _) -> step.percent(action);
      case Failed(_, var step, _) -> step.percent(action);
      case Succeeded _ -> 100;
      case Cancelled _ -> 0;
    };
  }
}
