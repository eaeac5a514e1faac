package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies batches as the index does: what a reader would see. */
final class PublishedMachines {
  private final Map<VmId, Vm> machines = new LinkedHashMap<>();

  void apply(ClusterLedger.Batch batch) {
    batch.removed().forEach(machines::remove);
    batch.changed().forEach(machine -> machines.put(machine.id(), machine));
  }

  List<Vm> all() {
    return List.copyOf(machines.values());
  }
}
