package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that happened to a machine. */
@Serdeable
record EventView(
    @Schema(
            example = "start",
            description =
                "The first five are operations of users, the others what was seen in the cluster",
            allowableValues = {
              "start",
              "stop",
              "restart",
              "pause",
              "unpause",
              "created",
              "deleted",
              "started",
              "stopped",
              "guestShutdown",
              "crashed",
              "restarted",
              "console",
              "publish",
              "unpublish",
              "serviceExpired",
              "migrated",
              "migrationFailed",
              "paused",
              "unpaused",
              "error"
            })
        String eventType,
    @Schema(
            example = "admin",
            description = "The user's name; system for what was seen in the cluster")
        String operator,
    @Schema(example = "2025-08-01 10:35:00", description = "When it began, or was seen")
        String time,
    @Schema(
            example = "success",
            allowableValues = {"running", "success", "failed"})
        String status,
    Extra extra) {

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "EventExtra")
  record Extra(
      @Schema(example = "0198b2c4-7d5e-7f00-9a31-5b1c3c1f8e10") String eventId,
      @Schema(
              example = "0198b2c4-7d5e-7f00-9a31-5b1c3c1f8e10",
              description = "Of an operation; its task may have been forgotten")
          @Nullable String taskId,
      @Schema(example = "2025-08-01 10:35:42", description = "Null while it goes on")
          @Nullable String endTime,
      @Schema(example = "the guest shut down by itself", description = "For people")
          @Nullable String message,
      @Schema(
              example = "ErrorUnschedulable",
              description = "For programs: why an operation failed, or KubeVirt's word")
          @Nullable String code,
      @Schema(example = "k3s-node-01", description = "Of a move") @Nullable String fromNode,
      @Schema(example = "k3s-node-02", description = "Of a move") @Nullable String toNode) {}
}
