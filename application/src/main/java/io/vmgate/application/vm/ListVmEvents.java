package io.vmgate.application.vm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import java.util.Optional;
import java.util.function.Function;

/** List what happened to a machine, also when it is no more. */
public final class ListVmEvents {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final EventBook events;

  public ListVmEvents(PermissionGate gate, VmInventory inventory, EventBook events) {
    this.gate = gate;
    this.inventory = inventory;
    this.events = events;
  }

  /**
   * List one page, newest first.
   *
   * @param id as the caller wrote it
   * @param query makes the question, once it is known that there could be such a machine
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound} where neither the machine
   *     nor anything that happened to it is within the caller's sight; {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public Page<VmEvent> list(Caller caller, String id, Function<VmId, EventQuery> query) {
    VmScope scope = gate.scopeOf(caller, Permission.VM_QUERY);
    VmId vm = VmId.parse(id).orElseThrow(() -> new VmFailure.NotFound(id).toException());
    Optional<Vm> present = inventory.find(vm);
    if (present.filter(found -> !scope.covers(found)).isPresent()) {
      throw new VmFailure.NotFound(id).toException();
    }
    Page<VmEvent> page = events.list(caller.tenant(), scope, query.apply(vm));
    if (present.isEmpty() && page.total() == 0) {
      throw new VmFailure.NotFound(id).toException();
    }
    return page;
  }
}
