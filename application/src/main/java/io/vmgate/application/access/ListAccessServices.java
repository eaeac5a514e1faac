package io.vmgate.application.access;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.Observed;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.util.List;

/** List the services that lead to a machine, whoever made them. */
public final class ListAccessServices {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final ServiceInventory services;

  public ListAccessServices(PermissionGate gate, VmInventory inventory, ServiceInventory services) {
    this.gate = gate;
    this.inventory = inventory;
    this.services = services;
  }

  /**
   * List them: those reached from outside first, then the oldest.
   *
   * @param vmId as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   */
  public Observed<Services> list(Caller caller, String vmId) {
    return Observed.in(
        inventory,
        () -> {
          Vm vm = AccessMachines.find(gate, inventory, caller, vmId, Permission.VM_SERVICE_QUERY);
          AccessMachines.requireKnown(services);
          return new Services(vm.state().status(), services.leadingTo(vm.id()));
        });
  }

  /** The services of a machine, and how that stands. */
  public record Services(VmStatus machine, List<AccessService> list) {
    public Services {
      list = List.copyOf(list);
    }
  }
}
