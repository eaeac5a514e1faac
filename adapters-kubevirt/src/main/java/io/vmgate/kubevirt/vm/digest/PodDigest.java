package io.vmgate.kubevirt.vm.digest;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a launcher pod.
 *
 * @param run uid of the VirtualMachineInstance it carries
 * @param machineName name of the machine it carries
 * @param serving whether nobody has asked for its end, and it runs as far as is known
 * @param gateways of its networks, as far as the network plugin told
 */
public record PodDigest(
    UUID uid, UUID run, String machineName, boolean serving, List<Gateway> gateways) {

  /** Share with the run it carries what both say alike; the answer equals this. */
  public PodDigest sharing(String name, @Nullable RunDigest carried) {
    boolean carries = carried != null && run.equals(carried.uid());
    UUID active = carried == null ? null : carried.activePod();
    return new PodDigest(
        active != null && uid.equals(active) ? active : uid,
        carried != null && carries ? carried.uid() : run,
        name.equals(machineName) ? name : machineName,
        serving,
        gateways);
  }

  /**
   * The way out of one network.
   *
   * @param network {@code namespace/name} of its attachment
   * @param podInterface what the pod calls the interface; null where the plugin does not say
   * @param isDefault whether this is the pod's own network
   */
  public record Gateway(
      @Nullable String network,
      @Nullable String podInterface,
      @Nullable String mac,
      boolean isDefault,
      String address) {}
}
