package io.vmgate.application.vm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;

/** Show everything about one machine. */
public final class ShowVm {
  private final PermissionGate gate;
  private final VmInventory inventory;

  public ShowVm(PermissionGate gate, VmInventory inventory) {
    this.gate = gate;
    this.inventory = inventory;
  }

  /**
   * Show the machine of this id.
   *
   * @param id as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound} for an unknown machine,
   *     one the caller may not see, and a text that is no id: all alike; {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.auth.AuthFailure.Disabled}, or {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet
   */
  public Observed<Vm> show(Caller caller, String id) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    return Observed.in(
        inventory,
        () ->
            VmId.parse(id)
                .flatMap(inventory::find)
                .filter(scope::covers)
                .orElseThrow(() -> new VmFailure.NotFound(id).toException()));
  }
}
