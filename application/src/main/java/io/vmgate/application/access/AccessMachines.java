package io.vmgate.application.access;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.KnownMachines;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;

/** Finds the machine, and the service, that a caller speaks of. */
final class AccessMachines {
  private AccessMachines() {}

  /**
   * Find a machine that the caller may see and do this to.
   *
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   */
  static Vm find(
      PermissionGate gate,
      VmInventory inventory,
      Caller caller,
      String vmId,
      Permission permission) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    Vm vm =
        VmId.parse(vmId)
            .flatMap(new KnownMachines(inventory))
            .filter(scope::covers)
            .orElseThrow(() -> new VmFailure.NotFound(vmId).toException());
    gate.require(caller, permission, Target.Machine.of(vm));
    return vm;
  }

  /**
   * Refuse while services cannot be seen: none would seem to be there.
   *
   * @throws io.vmgate.domain.FailureException {@link PlatformFailure.ClusterUnreachable}
   */
  static void requireKnown(ServiceInventory services) {
    if (!services.areKnown()) {
      throw new PlatformFailure.ClusterUnreachable(
              "the cluster does not let the platform see its Services")
          .toException();
    }
  }

  /**
   * Find a service that leads to the machine.
   *
   * @throws io.vmgate.domain.FailureException {@link AccessFailure.NotFound}, {@link
   *     PlatformFailure.ClusterUnreachable} while services cannot be seen
   */
  static AccessService service(ServiceInventory services, Vm vm, String serviceId) {
    requireKnown(services);
    return services.leadingTo(vm.id()).stream()
        .filter(service -> service.id().toString().equals(serviceId))
        .findFirst()
        .orElseThrow(() -> new AccessFailure.NotFound(serviceId).toException());
  }
}
