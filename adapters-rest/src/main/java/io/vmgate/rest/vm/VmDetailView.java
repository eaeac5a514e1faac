package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything about one machine. */
@Serdeable
record VmDetailView(
    VmView basicInfo,
    List<NetworkView> networkInfo,
    List<StorageView> storageInfo,
    ConsoleView consoleInfo,
    @Schema(description = "The latest ten operations and changes, newest first")
        List<EventView> eventInfo,
    Extra extra) {
  VmDetailView {
    networkInfo = List.copyOf(networkInfo);
    storageInfo = List.copyOf(storageInfo);
    eventInfo = List.copyOf(eventInfo);
  }

  /** A network card. */
  @Serdeable
  record NetworkView(
      @Schema(example = "default") String interfaceName,
      @Schema(
              example = "pod",
              allowableValues = {"pod", "multus", "resourceClaim", "guest"})
          @Nullable String networkType,
      @Schema(example = "10.42.0.10") @Nullable String ip,
      @Schema(example = "10.42.0.1", description = "Null where the network plugin does not tell")
          @Nullable String gateway,
      @Schema(example = "52:54:00:12:34:56") @Nullable String mac,
      Extra extra) {
    /** What the contract's own fields have no room for. */
    @Serdeable
    @Schema(name = "NetworkExtra")
    record Extra(
        @Schema(description = "All known addresses, IPv4 and IPv6") List<String> addresses,
        @Schema(example = "masquerade") @Nullable String binding,
        @Schema(example = "virtio") @Nullable String model,
        @Schema(example = "shop/vlan120", description = "The NetworkAttachmentDefinition")
            @Nullable String attachment,
        @Schema(example = "enp1s0", description = "What the guest calls it")
            @Nullable String guestName,
        @Schema(example = "up") @Nullable String linkState) {
      Extra {
        addresses = List.copyOf(addresses);
      }
    }
  }

  /** A disk. */
  @Serdeable
  record StorageView(
      @Schema(example = "root-disk") String diskName,
      @Schema(example = "50", description = "GiB, rounded up; null where the cluster does not tell")
          @Nullable Long size,
      @Schema(example = "qcow2", description = "raw, qcow2 or iso; null where not known")
          @Nullable String type,
      @Schema(example = "local-path") @Nullable String storageClass,
      Extra extra) {
    /** What the contract's own fields have no room for. */
    @Serdeable
    @Schema(name = "StorageExtra")
    record Extra(
        @Schema(example = "53687091200") @Nullable Long sizeBytes,
        @Schema(example = "dataVolume", description = "The kind of volume, as KubeVirt spells it")
            String source,
        @Schema(example = "web-1-root", description = "The PersistentVolumeClaim behind it")
            @Nullable String claim,
        @Schema(example = "quay.io/containerdisks/ubuntu:24.04") @Nullable String image,
        @Schema(
                example = "disk",
                allowableValues = {"disk", "cdrom", "lun"})
            String device,
        @Schema(example = "virtio") @Nullable String bus,
        @Schema(example = "1") @Nullable Integer bootOrder,
        @Schema(example = "vda") @Nullable String target,
        boolean readOnly) {}
  }

  /** The consoles the machine has. */
  @Serdeable
  record ConsoleView(
      @Schema(example = "[\"vnc\",\"spice\"]") List<String> supportProtocols,
      @Schema(example = "vnc") @Nullable String defaultProtocol) {
    ConsoleView {
      supportProtocols = List.copyOf(supportProtocols);
    }
  }

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "VmDetailExtra")
  record Extra(
      @Schema(description = "Network cards that only the guest knows, such as a container bridge")
          List<NetworkView> guestInterfaces,
      @Schema(
              description =
                  "Whether the database is away, so that eventInfo is empty whatever happened")
          boolean eventsUnavailable) {
    Extra {
      guestInterfaces = List.copyOf(guestInterfaces);
    }
  }
}
