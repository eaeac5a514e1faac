package io.vmgate.application.access;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.util.List;

/**
 * Knows every service that leads to a machine, from memory and as old as what {@link
 * io.vmgate.application.vm.VmInventory} knows. Safe for use by any number of threads.
 */
public interface ServiceInventory {
  /** Whether the cluster lets the platform see its services; all else here is empty otherwise. */
  boolean areKnown();

  /**
   * List the services that lead to the machine: those reached from outside first, then the oldest,
   * then by name. Empty also for an unknown machine.
   */
  List<AccessService> leadingTo(VmId vm);

  /** List the services that the platform made, in no order. */
  List<AccessService> ours();

  /**
   * Wait until the service is shown.
   *
   * @param patience how long to wait at most
   * @return whether it is shown
   */
  boolean awaitShown(ServiceId id, Duration patience);

  /**
   * Wait until the service is shown no more.
   *
   * @param patience how long to wait at most
   * @return whether it is gone
   */
  boolean awaitGone(ServiceId id, Duration patience);
}
