package io.vmgate.application.task;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskState.Failed;
import io.vmgate.domain.task.TaskState.Running;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accept the same operation on many machines; what cannot be done to one stops no other. */
public final class OperateVms {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final TaskBook book;
  private final IdSource ids;
  private final TaskLimits limits;
  private final InstantSource clock;
  private final Requests requests;

  public OperateVms(
      PermissionGate gate,
      VmInventory inventory,
      TaskBook book,
      TaskWatch watch,
      IdSource ids,
      TaskLimits limits,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.book = book;
    this.ids = ids;
    this.limits = limits;
    this.clock = clock;
    this.requests = new Requests(book, watch, limits.requestKeys(), clock);
  }

  /**
   * Accept the batch. A machine that is unknown, in the wrong state, or not the caller's to operate
   * on is the failure of its own task.
   *
   * @param reading reads the batch; called once the caller was let through
   * @return the batch's task; the one of the first request when this repeats it
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing} for a caller who may do this nowhere,
   *     what reading throws, {@link io.vmgate.domain.task.TaskFailure.KeyReused}, {@link
   *     io.vmgate.domain.PlatformFailure}
   */
  public TaskId operate(Caller caller, Supplier<BatchRequest> reading) {
    VmScope scope = gate.scopeOf(caller, Permission.VM_QUERY);
    BatchRequest batch = reading.get();
    gate.require(caller, batch.action().permission(), new Target.Anywhere());
    Requests.requireSynced(inventory);
    RequestKey key =
        requests.key(
            caller,
            batch.operation(),
            "batch",
            batch.action().wireName(),
            String.join(",", batch.vmIds()));
    TaskId before = requests.answered(key);
    if (before != null) {
      return before;
    }
    Instant now = clock.instant();
    Task parent = task(caller, batch, null, null, now, new Running(TaskStep.ACCEPTED, null));
    List<Task> children =
        batch.vmIds().stream().map(vmId -> child(caller, scope, parent, batch, vmId, now)).toList();
    Task concluded = new Children(children).conclude(parent, now);
    return requests.answer(book.acceptBatch(concluded, children, key), parent.id(), key);
  }

  private Task child(
      Caller caller, VmScope scope, Task parent, BatchRequest batch, String vmId, Instant now) {
    Vm vm = VmId.parse(vmId).flatMap(inventory::find).filter(scope::covers).orElse(null);
    TaskReason refusal = refusal(caller, batch, vmId, vm);
    TaskState state =
        refusal == null
            ? new Running(TaskStep.ACCEPTED, null)
            : new Failed(now, TaskStep.ACCEPTED, refusal);
    Task.Subject subject =
        vm == null ? new Task.Subject(vmId, null) : new Task.Subject(vm.id().toString(), vm.name());
    return task(caller, batch, parent.id(), subject, now, state);
  }

  private @Nullable TaskReason refusal(
      Caller caller, BatchRequest batch, String vmId, @Nullable Vm vm) {
    TaskAction action = batch.action();
    if (vm == null) {
      return TaskReason.vmNotFound(vmId);
    }
    if (gate.decide(caller, action.permission(), Target.Machine.of(vm))
        instanceof Decision.Denied(var missing)) {
      return TaskReason.permissionMissing(missing);
    }
    return action.isAllowed(vm, batch.operation().force())
        ? null
        : TaskReason.wrongState(action, vm.state().status());
  }

  private Task task(
      Caller caller,
      BatchRequest batch,
      @Nullable TaskId parent,
      Task.@Nullable Subject subject,
      Instant now,
      TaskState state) {
    return new Task(
        new TaskId(ids.next()),
        parent,
        caller.tenant(),
        caller.user(),
        caller.username(),
        batch.action(),
        batch.operation().force(),
        subject,
        batch.operation().extra(),
        now,
        now.plus(limits.of(batch.action())),
        state);
  }
}
