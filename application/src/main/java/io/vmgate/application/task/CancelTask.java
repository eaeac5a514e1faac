package io.vmgate.application.task;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.vm.VmId;
import java.time.InstantSource;

/** Call a task off while the cluster knows nothing of it. */
public final class CancelTask {
  private final PermissionGate gate;
  private final TaskBook book;
  private final TaskWatch watch;
  private final InstantSource clock;

  public CancelTask(PermissionGate gate, TaskBook book, TaskWatch watch, InstantSource clock) {
    this.gate = gate;
    this.book = book;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * Call the task off; of a batch, those of its tasks for which it is not too late.
   *
   * @param id as the caller wrote it
   * @return how it stands then
   * @throws io.vmgate.domain.FailureException {@link TaskFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing} for the action's permission, {@link
   *     TaskFailure.TooLateToCancel} when the cluster was asked or the task has ended; for a batch,
   *     when that is so of every task in it
   */
  public TaskReport cancel(Caller caller, String id) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    TaskReport report =
        TaskId.parse(id)
            .flatMap(task -> book.find(caller.tenant(), task))
            .filter(found -> found.task().isWithin(scope))
            .orElseThrow(() -> new TaskFailure.NotFound(id).toException());
    Task task = report.task();
    gate.require(caller, task.action().permission(), target(task));
    boolean cancelled =
        report.children() == null
            ? cancel(task)
            : report.children().tasks().stream().filter(this::cancel).count() > 0;
    if (!cancelled) {
      throw new TaskFailure.TooLateToCancel(task.id()).toException();
    }
    watch.changed(task.id());
    return book.find(caller.tenant(), task.id())
        .orElseThrow(() -> new TaskFailure.NotFound(id).toException());
  }

  private boolean cancel(Task task) {
    boolean cancelled =
        !task.state().hasEnded() && book.cancel(task.tenant(), task.id(), clock.instant());
    if (cancelled) {
      watch.changed(task.id());
    }
    return cancelled;
  }

  private static Target target(Task task) {
    Task.Subject subject = task.subject();
    if (subject == null || subject.name() == null) {
      return new Target.Anywhere();
    }
    String namespace = subject.name().namespace();
    return subject
        .vmId()
        .<Target>map((VmId vm) -> new Target.Machine(vm, namespace))
        .orElseGet(() -> new Target.Namespace(namespace));
  }
}
