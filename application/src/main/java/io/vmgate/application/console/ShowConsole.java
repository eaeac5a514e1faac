package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.vm.Vm;

/** Show who is on a machine's consoles, on whatever server. */
public final class ShowConsole {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final SessionBook sessions;

  public ShowConsole(PermissionGate gate, VmInventory inventory, SessionBook sessions) {
    this.gate = gate;
    this.inventory = inventory;
    this.sessions = sessions;
  }

  /**
   * Show the machine's sessions.
   *
   * @param vmId as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet, {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public ConsoleReport show(Caller caller, String vmId) {
    Vm vm = ConsoleMachines.find(gate, inventory, caller, vmId);
    return new ConsoleReport(
        sessions.live(caller.tenant(), vm.id()),
        sessions.lastEnded(caller.tenant(), vm.id()).orElse(null));
  }
}
