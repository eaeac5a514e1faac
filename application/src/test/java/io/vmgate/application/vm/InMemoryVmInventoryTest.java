package io.vmgate.application.vm;

import io.vmgate.domain.vm.Vm;
import io.vmgate.testkit.vm.InMemoryVmInventory;
import io.vmgate.testkit.vm.VmInventoryContract;

class InMemoryVmInventoryTest implements VmInventoryContract {
  @Override
  public VmInventory inventoryWith(Vm... machines) {
    return new InMemoryVmInventory(machines);
  }
}
