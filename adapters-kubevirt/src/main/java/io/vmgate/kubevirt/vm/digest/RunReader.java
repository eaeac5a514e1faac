package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmRun.Migration;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.Metadata.OwnerReference;
import io.vmgate.kubevirt.vm.model.Condition;
import io.vmgate.kubevirt.vm.model.InstanceSpec;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Topology;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.GuestOs;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.MemoryStatus;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.MigrationStatus;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.PhaseTransition;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads VirtualMachineInstance objects. */
public final class RunReader {
  private final SharedValues shared;
  private final CardReader cards;
  private final DiskReader disks;

  /** Share what recurs. */
  public RunReader(SharedValues shared) {
    this.shared = shared;
    this.cards = new CardReader(shared);
    this.disks = new DiskReader(shared);
  }

  /** Reduce a run. */
  public RunDigest read(VirtualMachineInstance run) {
    Metadata metadata = run.metadata();
    Status status = run.status();
    InstanceSpec spec = run.spec();
    String namespace = shared.of(metadata.namespace());
    OwnerReference owner = metadata.owner("VirtualMachine");
    List<NetworkInterface> running = cards.cards(namespace, spec, status.interfaces());
    String node = shared.ofText(status.nodeName());
    return new RunDigest(
        Wording.uid(metadata.uid()),
        owner == null ? null : Wording.uid(owner.uid()),
        run(metadata, status),
        vCpus(spec, status),
        shared.ofNumber(memoryBytes(spec, status)),
        node,
        node == null ? null : activePod(status.activePods(), node),
        CardReader.accessIp(status.interfaces(), running),
        CardReader.firstIp(status.interfaces()) != null,
        running,
        cards.guestCards(status.interfaces()),
        disks.disks(namespace, spec, List.of(), status.volumeStatus()),
        !Objects.equals(spec.domain().devices().autoattachGraphicsDevice(), false),
        !Objects.equals(spec.domain().devices().autoattachSerialConsole(), false),
        CardReader.isOnPodNetwork(spec),
        guest(status));
  }

  private VmRun run(Metadata metadata, Status status) {
    MigrationStatus move = status.migrationState();
    return new VmRun(
        Wording.uid(metadata.uid()),
        status.phase() == null ? "" : shared.of(status.phase()),
        metadata.deletionTimestamp() != null,
        move == null ? null : migration(move));
  }

  /** What is known of a move stays on the run after its end. */
  private Migration migration(MigrationStatus move) {
    boolean ended = Wording.text(move.endTimestamp()) != null;
    return new Migration(
        move.migrationUid() == null ? "" : move.migrationUid(),
        shared.ofText(move.sourceNode()),
        shared.ofText(move.targetNode()),
        ended,
        ended && (Boolean.TRUE.equals(move.failed()) || !Boolean.TRUE.equals(move.completed())),
        Wording.text(move.failureReason()));
  }

  private static int vCpus(InstanceSpec spec, Status status) {
    Topology current = status.currentCPUTopology();
    return current != null && current.isGiven() ? current.vCpus() : SizeReader.vCpus(spec.domain());
  }

  private static @Nullable Long memoryBytes(InstanceSpec spec, Status status) {
    MemoryStatus memory = status.memory();
    Long current =
        memory == null
            ? null
            : SizeReader.first(
                memory.guestCurrent(), memory.guestAtBoot(), memory.guestRequested());
    return current == null ? SizeReader.memoryBytes(spec.domain()) : current;
  }

  /** During a migration there are two pods; the guest is in the one on its node. */
  private static @Nullable UUID activePod(Map<String, String> pods, String node) {
    for (Map.Entry<String, String> pod : pods.entrySet()) {
      if (node.equals(pod.getValue())) {
        return Wording.uid(pod.getKey());
      }
    }
    return null;
  }

  private Guest guest(Status status) {
    Condition ready = Condition.find(status.conditions(), "Ready");
    Condition agent = Condition.find(status.conditions(), "AgentConnected");
    Condition movable = Condition.find(status.conditions(), "LiveMigratable");
    return new Guest(
        startedAt(status),
        ready != null && ready.isTrue(),
        agent != null && agent.isTrue(),
        shared.ofText(operatingSystem(status.guestOSInfo())),
        movable == null ? null : movable.isTrue(),
        movable == null || movable.isTrue() ? null : movable.text());
  }

  private static @Nullable Instant startedAt(Status status) {
    for (PhaseTransition transition : status.phaseTransitionTimestamps()) {
      if ("Running".equals(transition.phase())) {
        return Wording.time(transition.phaseTransitionTimestamp());
      }
    }
    return null;
  }

  private static @Nullable String operatingSystem(@Nullable GuestOs system) {
    if (system == null) {
      return null;
    }
    String pretty = Wording.text(system.prettyName());
    String name = Wording.text(system.name());
    if (pretty != null || name == null) {
      return pretty;
    }
    String version = Wording.text(system.version());
    return version == null ? name : name + " " + version;
  }
}
