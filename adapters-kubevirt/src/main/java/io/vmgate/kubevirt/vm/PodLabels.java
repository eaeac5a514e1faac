package io.vmgate.kubevirt.vm;

import io.vmgate.kubevirt.vm.digest.MachineDigest;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import io.vmgate.kubevirt.vm.digest.ServiceDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  private static final int MOST = 63;
  private static final int KEPT = 54;
  private static final int HASH_BYTES = 4;

  /** Tell whether this Service leads here. */
  boolean areReachedBy(ServiceDigest service) {
    if (machine.id().value().equals(service.owner())) {
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

  /** The machine's name as a label; a longer one is cut and made unique again by a hash. */
  String machineLabel() {
    String name = machine.name().name();
    if (name.length() <= MOST) {
      return name;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
      return name.substring(0, KEPT) + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
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
