package io.vmgate.application.vm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import java.util.Map;

/** List the namespaces that a caller may see, with how many machines each holds. */
public final class ListNamespaces {
  private final PermissionGate gate;
  private final VmInventory inventory;

  public ListNamespaces(PermissionGate gate, VmInventory inventory) {
    this.gate = gate;
    this.inventory = inventory;
  }

  /**
   * List the namespaces in the order of their names; one without machines counts 0.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.auth.AuthFailure.Disabled}, or {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet
   */
  public Observed<Map<String, Integer>> list(Caller caller) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    return Observed.in(inventory, () -> inventory.countByNamespace(scope));
  }
}
