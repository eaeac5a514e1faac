package io.vmgate.application.task;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskState.Running;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Accept an operation on one machine. */
public final class OperateVm {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final TaskBook book;
  private final IdSource ids;
  private final TaskLimits limits;
  private final InstantSource clock;
  private final Requests requests;

  public OperateVm(
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
   * Accept the operation; it is carried out later.
   *
   * @param vmId as the caller wrote it
   * @param reading reads what the caller says about it; called once the caller was let through
   * @return the task; the one of the first request when this repeats it
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, what reading throws, {@link
   *     TaskFailure.KeyReused}, {@link TaskFailure.WrongState}, {@link TaskFailure.Busy}: in this
   *     order; {@link io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known
   *     of the cluster yet, {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public TaskId operate(
      Caller caller, String vmId, TaskAction action, Supplier<OperationRequest> reading) {
    Vm vm = visible(caller, vmId);
    gate.require(caller, action.permission(), Target.Machine.of(vm));
    OperationRequest request = reading.get();
    RequestKey key = requests.key(caller, request, action.wireName(), vm.id().toString());
    TaskId before = requests.answered(key);
    if (before != null) {
      return before;
    }
    if (!action.isAllowed(vm, request.force())) {
      throw new TaskFailure.WrongState(action, vm.state().status()).toException();
    }
    Task task = task(caller, vm, action, request);
    return requests.answer(book.accept(task, key), task.id(), key);
  }

  private Vm visible(Caller caller, String vmId) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    Requests.requireSynced(inventory);
    return VmId.parse(vmId)
        .flatMap(inventory::find)
        .filter(scope::covers)
        .orElseThrow(() -> new VmFailure.NotFound(vmId).toException());
  }

  private Task task(Caller caller, Vm vm, TaskAction action, OperationRequest request) {
    Instant now = clock.instant();
    return new Task(
        new TaskId(ids.next()),
        null,
        caller.tenant(),
        caller.user(),
        caller.username(),
        action,
        request.force(),
        new Task.Subject(vm.id().toString(), vm.name()),
        request.extra(),
        now,
        now.plus(limits.of(action)),
        new Running(TaskStep.ACCEPTED, null));
  }
}
