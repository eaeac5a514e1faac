package io.vmgate.application.vm;

import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import java.util.Map;
import java.util.Optional;

/**
 * Knows every machine of the cluster, from memory: no call waits for the cluster.
 *
 * <p>Each answer is taken from one moment's state. Safe for use by any number of threads.
 */
public interface VmInventory {
  /** Find a machine; empty when there is none of this id. */
  Optional<Vm> find(VmId id);

  /** List the machines within the scope that the query asks for; a page past the end is empty. */
  Page<Vm> list(VmScope scope, VmQuery query);

  /**
   * Count machines by namespace, for the scope's namespaces and those of its single machines; a
   * namespace of the scope without a machine counts 0.
   */
  Map<String, Integer> countByNamespace(VmScope scope);

  /** Tell how far what this inventory knows can be trusted now. */
  InventoryState state();
}
