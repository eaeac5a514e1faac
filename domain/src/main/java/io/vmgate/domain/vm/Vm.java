package io.vmgate.domain.vm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describe a virtual machine as it stood at one moment: everything a list or a detail page shows.
 *
 * <p>What the cluster does not tell is null, never invented.
 *
 * @param createdAt when the VirtualMachine object was made
 * @param vCpus sockets × cores × threads
 * @param memoryBytes what the guest sees, without KubeVirt's overhead
 * @param image what the boot disk was made from
 * @param nodeName where it runs; null while it does not
 * @param accessIp the address to reach it at: that of its first network card
 * @param service the first Service that leads to it
 * @param labels of the VirtualMachine object; what label selectors match
 * @param networkInterfaces in the order of the specification
 * @param guestInterfaces that only the guest knows, such as a container bridge
 * @param disks in the order of the specification
 * @param consoleProtocols what this machine really has, running or not
 * @param spicePort on which a SPICE server in the guest listens, by annotation; null without SPICE
 * @param forwardsPorts whether KubeVirt knows where to forward ports to: it takes the address of
 *     the first card that it reports and, without one, leads to itself
 * @param hasPodNetwork whether a card is on the pod's own network, which is where Services lead;
 *     that may be one of Multus in the cluster network's place
 * @param runStrategy KubeVirt's word: Always, Halted, Manual, RerunOnFailure, Once, WaitAsReceiver
 * @param instancetype its name; null when the machine states its own size
 * @param guest the current run; null while there is none
 * @param latestRun the current run, or the last one as long as the cluster shows it; null when it
 *     shows none
 */
public record Vm(
    VmId id,
    VmName name,
    Instant createdAt,
    VmState state,
    @Nullable Integer vCpus,
    @Nullable Long memoryBytes,
    @Nullable String image,
    @Nullable String nodeName,
    @Nullable String accessIp,
    @Nullable PublishedService service,
    Map<String, String> labels,
    List<NetworkInterface> networkInterfaces,
    List<NetworkInterface> guestInterfaces,
    List<Disk> disks,
    Set<ConsoleProtocol> consoleProtocols,
    @Nullable Integer spicePort,
    boolean forwardsPorts,
    boolean hasPodNetwork,
    @Nullable String runStrategy,
    @Nullable String instancetype,
    @Nullable String preference,
    @Nullable Guest guest,
    @Nullable VmRun latestRun) {
  public Vm {
    labels = Map.copyOf(labels);
    networkInterfaces = List.copyOf(networkInterfaces);
    guestInterfaces = List.copyOf(guestInterfaces);
    disks = List.copyOf(disks);
    consoleProtocols = Set.copyOf(consoleProtocols);
  }
}
