package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.VmRun;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a VirtualMachineInstance.
 *
 * @param machine uid of the VirtualMachine that owns it; null when none does
 * @param run how it stands, and its latest move
 * @param activePod uid of the launcher pod on the node where the guest runs; null before there is
 *     one
 * @param forwardsPorts whether the first card that KubeVirt reports has an address, which is where
 *     it forwards ports to
 * @param cards without gateways, which only the pod knows
 * @param disks size, class and image of a claim as far as the run knows them
 * @param podNetwork whether a card is on the pod's own network
 */
public record RunDigest(
    UUID uid,
    @Nullable UUID machine,
    VmRun run,
    int vCpus,
    @Nullable Long memoryBytes,
    @Nullable String nodeName,
    @Nullable UUID activePod,
    @Nullable String accessIp,
    boolean forwardsPorts,
    List<NetworkInterface> cards,
    List<NetworkInterface> guestCards,
    List<Disk> disks,
    boolean graphics,
    boolean serial,
    boolean podNetwork,
    Guest guest) {

  /** Whether this run is over and the object merely stays. */
  public boolean hasEnded() {
    return run.isOver();
  }

  /** Share with the machine what both say alike; the answer equals this. */
  public RunDigest sharing(MachineDigest owner) {
    return new RunDigest(
        uid,
        owner.id().value().equals(machine) ? owner.id().value() : machine,
        run,
        vCpus,
        memoryBytes,
        nodeName,
        activePod,
        accessIp,
        forwardsPorts,
        cards.equals(owner.cards()) ? owner.cards() : cards,
        guestCards,
        disks.equals(owner.disks()) ? owner.disks() : disks,
        graphics,
        serial,
        podNetwork,
        guest);
  }
}
