package io.vmgate.application.vm;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds machines for use cases of other features, which must not take "not read yet" for "none".
 */
public final class KnownMachines implements Function<VmId, Optional<Vm>> {
  private final VmInventory inventory;

  public KnownMachines(VmInventory inventory) {
    this.inventory = inventory;
  }

  /**
   * Find a machine; empty when there is none of this id.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   */
  @Override
  public Optional<Vm> apply(VmId id) {
    return Observed.in(inventory, () -> inventory.find(id)).value();
  }
}
