package io.vmgate.application.access;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
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
  private final InstantSource clock;

  public WithdrawService(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      AccessLimits limits,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.services = services;
    this.removal = new Removal(publisher, guard);
    this.book = book;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Remove the service; it is in no list any more when this returns, unless the cluster is slow.
   *
   * @param vmId as the caller wrote it
   * @param serviceId as the caller wrote it
   * @throws FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link AccessFailure.NotFound},
   *     {@link AccessFailure.NotOurs}, the failures of the cluster and the database; safe to repeat
   *     after those
   */
  public void withdraw(Caller caller, String vmId, String serviceId) {
    Vm vm = AccessMachines.find(gate, inventory, caller, vmId, Permission.VM_SERVICE_DELETE);
    AccessService service = AccessMachines.service(services, vm, serviceId);
    if (!service.isOurs()) {
      throw new AccessFailure.NotOurs(service.name()).toException();
    }
    VmEvent begun =
        RemovalEvents.begun(
            EventType.UNPUBLISH, caller.tenant(), service, caller.username(), clock.instant());
    book.note(caller.tenant(), begun);
    try {
      removal.remove(service);
    } catch (FailureException failed) {
      if (failed.failure() instanceof PlatformFailure.ClusterRefused) {
        book.note(caller.tenant(), RemovalEvents.ended(begun, TaskStatus.FAILED, clock.instant()));
      }
      throw failed;
    }
    book.withdrawn(
        caller.tenant(),
        service.vmName().namespace(),
        service.name(),
        RemovalEvents.ended(begun, TaskStatus.SUCCESS, clock.instant()));
    services.awaitGone(service.id(), limits.showPatience());
  }
}
