package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.KnownMachines;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmStatus;

/** Finds the machine whose console a caller speaks of. */
final class ConsoleMachines {
  private ConsoleMachines() {}

  /**
   * Find a machine that the caller may see, and whose console the caller may use.
   *
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   */
  static Vm find(PermissionGate gate, VmInventory inventory, Caller caller, String vmId) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    Vm vm =
        VmId.parse(vmId)
            .flatMap(new KnownMachines(inventory))
            .filter(scope::covers)
            .orElseThrow(() -> new VmFailure.NotFound(vmId).toException());
    gate.require(caller, Permission.VM_CONSOLE_ACCESS, Target.Machine.of(vm));
    return vm;
  }

  /**
   * Refuse a machine that cannot be reached like that just now, or never.
   *
   * @throws io.vmgate.domain.FailureException {@link ConsoleFailure.NotRunning}, {@link
   *     ConsoleFailure.Unsupported}
   */
  static void requireOpen(ConsoleProtocol protocol, Vm vm) {
    VmStatus status = vm.state().status();
    if (!protocol.isOpenWhile(status)) {
      throw new ConsoleFailure.NotRunning(status).toException();
    }
    if (!vm.consoleProtocols().contains(protocol)) {
      throw new ConsoleFailure.Unsupported(protocol).toException();
    }
  }
}
