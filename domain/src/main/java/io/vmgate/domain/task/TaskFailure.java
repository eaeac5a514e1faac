package io.vmgate.domain.task;

import io.vmgate.domain.Failure;
import io.vmgate.domain.vm.VmStatus;

/** Refuse something about an operation or its task. */
public sealed interface TaskFailure extends Failure {
  /**
   * No task has this id, or the caller may not see it: both look alike from outside.
   *
   * @param id as the caller wrote it
   */
  record NotFound(String id) implements TaskFailure {}

  /** The machine's state does not allow the action. */
  record WrongState(TaskAction action, VmStatus status) implements TaskFailure {}

  /** Another operation on this machine is under way. */
  record Busy(TaskId holder) implements TaskFailure {}

  /** The cluster was asked already, or the task has ended: too late to cancel. */
  record TooLateToCancel(TaskId task) implements TaskFailure {}

  /** The key came before with another request. */
  record KeyReused(String key) implements TaskFailure {}
}
