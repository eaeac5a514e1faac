package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a VirtualMachine.
 *
 * @param state with the reason as far as the object itself says
 * @param vCpus as its own template says; null when an instancetype says
 * @param memoryBytes as its own template says; null when an instancetype says, or nothing does
 * @param podLabels that its launcher pod gets from the template
 * @param hostname of the guest
 * @param cards as the template says
 * @param disks as the template says; size, class and image of a claim are those of the template and
 *     only stand in for what the claim itself says
 * @param podNetwork whether a card is on the pod's own network
 */
public record MachineDigest(
    VmId id,
    VmName name,
    Instant createdAt,
    VmState state,
    @Nullable Integer vCpus,
    @Nullable Long memoryBytes,
    Map<String, String> labels,
    Map<String, String> podLabels,
    String hostname,
    List<NetworkInterface> cards,
    List<Disk> disks,
    boolean graphics,
    boolean serial,
    boolean podNetwork,
    @Nullable Integer spicePort,
    @Nullable String runStrategy,
    @Nullable SizeName instancetype,
    @Nullable String preference) {

  /**
   * Name an instancetype.
   *
   * @param clusterWide whether it is of the whole cluster or of the machine's namespace
   * @param revision the copy that was pinned when the machine was made
   */
  public record SizeName(String name, boolean clusterWide, @Nullable String revision) {}
}
