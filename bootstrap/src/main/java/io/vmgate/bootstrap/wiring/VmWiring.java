package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Factory;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.ListNamespaces;
import io.vmgate.application.vm.ListVms;
import io.vmgate.application.vm.ShowVm;
import io.vmgate.application.vm.VmInventory;
import jakarta.inject.Singleton;

/** The inventory and what is read from it. */
@Factory
final class VmWiring {
  @Singleton
  ListVms listVms(PermissionGate gate, VmInventory inventory) {
    return new ListVms(gate, inventory);
  }

  @Singleton
  ShowVm showVm(PermissionGate gate, VmInventory inventory) {
    return new ShowVm(gate, inventory);
  }

  @Singleton
  ListNamespaces listNamespaces(PermissionGate gate, VmInventory inventory) {
    return new ListNamespaces(gate, inventory);
  }
}
