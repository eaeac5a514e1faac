package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A machine as it stands in a list, and as the head of its details. */
@Serdeable
record VmView(
    @Schema(
            example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb",
            description = "UID of the VirtualMachine object: unique over clusters, never reused")
        String id,
    @Schema(example = "web-1") String name,
    @Schema(example = "default") String namespace,
    @Schema(
            example = "running",
            allowableValues = {
              "stopped",
              "pending",
              "starting",
              "running",
              "migrating",
              "paused",
              "stopping",
              "terminating",
              "error",
              "unknown"
            })
        String status,
    @Schema(example = "2") @Nullable Integer vCPU,
    @Schema(example = "4096", description = "MiB") @Nullable Long memory,
    @Schema(example = "centos:7", description = "What the boot disk was made from")
        @Nullable String image,
    @Schema(example = "2025-08-01 10:30:00") String createTime,
    @Schema(example = "k3s-node-01") @Nullable String nodeName,
    @Schema(example = "192.168.1.105") @Nullable String accessIp,
    @Nullable ServiceInfoView serviceInfo,
    Extra extra) {

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "VmExtra")
  record Extra(
      @Schema(example = "Running", description = "KubeVirt's own word for the status")
          String printableStatus,
      @Schema(
              example = "0/3 nodes are available: 3 Insufficient memory.",
              description = "Why, where something needs explaining")
          @Nullable String statusMessage,
      @Schema(example = "Always") @Nullable String runStrategy,
      @Schema(example = "u1.medium") @Nullable String instancetype,
      @Schema(example = "ubuntu") @Nullable String preference,
      @Schema(description = "Whether the guest serves: its launcher pod is ready") boolean ready,
      @Schema(description = "Whether the guest agent is connected") boolean agentConnected,
      @Schema(example = "Ubuntu 24.04.2 LTS", description = "Known through the guest agent only")
          @Nullable String guestOs,
      @Schema(example = "2025-08-01 10:31:00", description = "When this run began")
          @Nullable String startTime,
      @Schema(description = "Whether it can move while it runs; null while not known")
          @Nullable Boolean liveMigratable,
      @Nullable String notMigratableReason,
      @Schema(description = "Labels of the VirtualMachine object; what labelSelector matches")
          Map<String, String> labels) {
    Extra {
      // Sorted, so that every replica writes the same bytes and gives the same entity tag.
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }
}
