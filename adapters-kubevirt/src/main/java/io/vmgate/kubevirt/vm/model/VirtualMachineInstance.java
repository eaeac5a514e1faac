package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of a machine (kubevirt.io/v1, VirtualMachineInstance). */
public record VirtualMachineInstance(Metadata metadata, InstanceSpec spec, Status status)
    implements WireObject {
  public VirtualMachineInstance {
    metadata = metadata == null ? Metadata.NONE : metadata;
    spec = spec == null ? InstanceSpec.NONE : spec;
    status = status == null ? Status.NONE : status;
  }

  /**
   * How the run stands.
   *
   * @param activePods node by pod uid; the node is empty while the pod has none
   */
  public record Status(
      @Nullable String phase,
      @Nullable String nodeName,
      List<Condition> conditions,
      List<PhaseTransition> phaseTransitionTimestamps,
      InstanceSpec.@Nullable Topology currentCPUTopology,
      @Nullable MemoryStatus memory,
      List<CardStatus> interfaces,
      List<VolumeStatus> volumeStatus,
      Map<String, String> activePods,
      @Nullable GuestOs guestOSInfo,
      @Nullable MigrationStatus migrationState) {
    static final Status NONE =
        new Status(
            null, null, List.of(), List.of(), null, null, List.of(), List.of(), Map.of(), null,
            null);

    public Status {
      conditions = Wire.list(conditions);
      phaseTransitionTimestamps = Wire.list(phaseTransitionTimestamps);
      interfaces = Wire.list(interfaces);
      volumeStatus = Wire.list(volumeStatus);
      activePods = activePods == null ? Map.of() : activePods;
    }
  }

  /** The latest move to another node; stays after its end. */
  public record MigrationStatus(
      @Nullable String migrationUid,
      @Nullable String sourceNode,
      @Nullable String targetNode,
      @Nullable String endTimestamp,
      @Nullable Boolean completed,
      @Nullable Boolean failed,
      @Nullable String failureReason) {}

  /** When a phase was reached. */
  public record PhaseTransition(
      @Nullable String phase, @Nullable String phaseTransitionTimestamp) {}

  /** What the guest has, and had at its start. */
  public record MemoryStatus(
      @Nullable String guestCurrent,
      @Nullable String guestAtBoot,
      @Nullable String guestRequested) {}

  /**
   * A network card of the running guest.
   *
   * @param name of the network; null for a card that only the guest knows
   * @param interfaceName what the guest calls it
   * @param podInterfaceName what the pod calls it
   */
  public record CardStatus(
      @Nullable String name,
      @Nullable String ipAddress,
      List<String> ipAddresses,
      @Nullable String mac,
      @Nullable String interfaceName,
      @Nullable String podInterfaceName,
      @Nullable String linkState) {
    public CardStatus {
      ipAddresses = Wire.list(ipAddresses);
    }
  }

  /**
   * A volume of the running guest.
   *
   * @param size in bytes; only for generated images such as cloud-init
   */
  public record VolumeStatus(
      String name,
      @Nullable String target,
      @Nullable Long size,
      @Nullable ClaimInfo persistentVolumeClaimInfo) {
    public VolumeStatus {
      name = Wire.text(name);
    }
  }

  /** What is known of the claim behind a volume. */
  public record ClaimInfo(
      @Nullable String claimName, Map<String, String> capacity, Map<String, String> requests) {
    public ClaimInfo {
      capacity = capacity == null ? Map.of() : capacity;
      requests = requests == null ? Map.of() : requests;
    }
  }

  /** What the guest agent says of its system; empty without agent. */
  public record GuestOs(
      @Nullable String prettyName, @Nullable String name, @Nullable String version) {}
}
