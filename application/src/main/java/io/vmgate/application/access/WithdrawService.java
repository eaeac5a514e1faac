package io.vmgate.application.access;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.vm.Vm;
import java.time.InstantSource;

/** Remove a service that the platform made. */
public final class WithdrawService {
  private final PermissionGate gate;
  private final VmInventory inventory;
  private final ServiceInventory services;
  private final Removal removal;
  private final PublicationBook book;
  private final AccessLimits limits;
  private final IdSource ids;
  private final InstantSource clock;

  public WithdrawService(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      AccessLimits limits,
      IdSource ids,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.services = services;
    this.removal = new Removal(publisher, guard);
    this.book = book;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Remove the service; it is in no list any more when this returns, unless the cluster is slow.
   *
   * @param vmId as the caller wrote it
   * @param serviceId as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound},
   *     {@link io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     AccessFailure.NotFound}, {@link AccessFailure.NotOurs}, the failures of the cluster and the
   *     database; safe to repeat after those
   */
  public void withdraw(Caller caller, String vmId, String serviceId) {
    Vm vm = AccessMachines.find(gate, inventory, caller, vmId, Permission.VM_SERVICE_DELETE);
    AccessService service = AccessMachines.service(services, vm, serviceId);
    if (!service.isOurs()) {
      throw new AccessFailure.NotOurs(service.name()).toException();
    }
    boolean was = removal.remove(service);
    if (was) {
      book.withdrawn(
          caller.tenant(),
          service.vmName().namespace(),
          service.name(),
          VmEvent.of(
              EventType.UNPUBLISH,
              ids.next(),
              caller.tenant(),
              service,
              caller.username(),
              clock.instant()));
    }
    services.awaitGone(service.id(), limits.showPatience());
  }
}
