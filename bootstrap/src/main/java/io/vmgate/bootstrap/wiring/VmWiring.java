package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.event.Chronicle;
import io.vmgate.application.event.Chronicler;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.EventBook;
import io.vmgate.application.vm.ListNamespaces;
import io.vmgate.application.vm.ListVmEvents;
import io.vmgate.application.vm.ListVms;
import io.vmgate.application.vm.ShowVm;
import io.vmgate.application.vm.VmFeed;
import io.vmgate.application.vm.VmInventory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The inventory and what is read from it. */
@Factory
final class VmWiring {
  @Singleton
  ListVms listVms(PermissionGate gate, VmInventory inventory) {
    return new ListVms(gate, inventory);
  }

  @Singleton
  ShowVm showVm(PermissionGate gate, VmInventory inventory, EventBook events) {
    return new ShowVm(gate, inventory, events);
  }

  @Singleton
  ListVmEvents listVmEvents(PermissionGate gate, VmInventory inventory, EventBook events) {
    return new ListVmEvents(gate, inventory, events);
  }

  @Context
  @Bean(preDestroy = "close")
  Chronicler chronicler(
      Duties duties,
      VmInventory inventory,
      VmFeed feed,
      ServiceInventory services,
      Chronicle chronicle,
      TenantDirectory tenants,
      IdSource ids,
      InstantSource clock) {
    Chronicler chronicler =
        new Chronicler(duties, inventory, feed, services, chronicle, tenants, ids, clock);
    chronicler.start();
    return chronicler;
  }

  @Singleton
  ListNamespaces listNamespaces(PermissionGate gate, VmInventory inventory) {
    return new ListNamespaces(gate, inventory);
  }
}
