package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.LinkedHashSet;
import java.util.Set;

/** Notes which machines changes have touched since the last batch. For the writer thread alone. */
final class Touched {
  private Set<VmName> machines = new LinkedHashSet<>();
  private Set<VmId> removed = new LinkedHashSet<>();

  void machine(VmName name) {
    machines.add(name);
  }

  void removed(VmId id) {
    removed.add(id);
  }

  Set<VmName> takeMachines() {
    Set<VmName> taken = machines;
    machines = new LinkedHashSet<>();
    return taken;
  }

  Set<VmId> takeRemoved() {
    Set<VmId> taken = removed;
    removed = new LinkedHashSet<>();
    return taken;
  }
}
