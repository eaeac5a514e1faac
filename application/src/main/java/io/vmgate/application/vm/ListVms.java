package io.vmgate.application.vm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmQuery;

/** List the machines that a caller may see. */
public final class ListVms {
  private final PermissionGate gate;
  private final VmInventory inventory;

  public ListVms(PermissionGate gate, VmInventory inventory) {
    this.gate = gate;
    this.inventory = inventory;
  }

  /**
   * List one page. A namespace outside of what the caller may see is like one without machines.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.auth.AuthFailure.Disabled}, or {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet
   */
  public Observed<Page<Vm>> list(Caller caller, VmQuery query) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    return Observed.in(inventory, () -> inventory.list(scope, query));
  }
}
