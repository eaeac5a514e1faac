package io.vmgate.kubevirt.vm;

import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.MachineLabel;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels that a machine's launcher pod has or would have: those of the template, and those that
 * KubeVirt adds. A Service made while the machine is stopped is thus found as well.
 */
record PodLabels(MachineDigest machine, @Nullable RunDigest run) {
  /** Names the machine; what {@code virtctl expose} selects by. */
  static final String MACHINE = "vmi.kubevirt.io/id";

  /** Names the guest's host; what older tools select by. */
  static final String HOSTNAME = "vm.kubevirt.io/name";

  /** Tell whether this Service leads here. */
  boolean areReachedBy(ServiceDigest service) {
    if (service.isOwnedBy(machine.id().value())) {
      return true;
    }
    if (service.selector().isEmpty()) {
      return false;
    }
    for (Map.Entry<String, String> wanted : service.selector().entrySet()) {
      if (!wanted.getValue().equals(value(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** The machine's name as a label. */
  String machineLabel() {
    return MachineLabel.of(machine.name().name());
  }

  private @Nullable String value(String key) {
    return switch (key) {
      case MACHINE -> machineLabel();
      case HOSTNAME -> machine.hostname();
      case "kubevirt.io" -> "virt-launcher";
      case "kubevirt.io/created-by" -> run == null ? null : run.uid().toString();
      case "kubevirt.io/nodeName" -> run == null ? null : run.nodeName();
      default -> machine.podLabels().get(key);
    };
  }
}
