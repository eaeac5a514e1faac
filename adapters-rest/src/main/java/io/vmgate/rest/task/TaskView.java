package io.vmgate.rest.task;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a task stands. */
@Serdeable
record TaskView(
    @Schema(example = "0198b2c4-7d5e-7f00-9a31-5b1c3c1f8e10") String taskId,
    @Schema(
            example = "running",
            allowableValues = {"running", "success", "failed"})
        String status,
    @Schema(example = "80", description = "Percent; 100 when the goal is reached") int progress,
    @Schema(description = "What came of it; null unless it succeeded") @Nullable ResultView result,
    @Schema(description = "Why it failed, for people; null unless it did")
        @Nullable String errorMsg,
    Extra extra) {

  /**
   * What came of a task.
   *
   * @param vmStatus null for a batch
   * @param succeeded of a batch; null for a single operation
   */
  @Serdeable
  @Schema(name = "TaskResult")
  record ResultView(
      @Schema(example = "running") @Nullable String vmStatus,
      @Schema(description = "Of a batch, how many operations succeeded")
          @Nullable Integer succeeded) {}

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "TaskExtra")
  record Extra(
      @Schema(
              example = "start",
              allowableValues = {"start", "stop", "restart", "pause", "unpause"})
          String action,
      @Schema(example = "false") boolean force,
      @Schema(example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb", description = "Null for a batch")
          @Nullable String vmId,
      @Schema(example = "web-1") @Nullable String vmName,
      @Schema(example = "default") @Nullable String namespace,
      @Schema(example = "alice", description = "Who asked for it") String operator,
      @Schema(example = "2025-08-01 10:30:00") String createTime,
      @Schema(example = "2025-08-01 10:30:42") @Nullable String endTime,
      @Schema(
              example = "starting",
              description = "How far it has come, or had when it failed",
              allowableValues = {
                "accepted",
                "asking",
                "asked",
                "stopping",
                "scheduled",
                "starting",
                "done",
                "cancelled"
              })
          String step,
      @Schema(
              example = "CLUSTER_REFUSED",
              description = "Why it failed, for programs; null unless it did")
          @Nullable String errorCause,
      @Schema(description = "The batch that it belongs to") @Nullable String parentId,
      @Schema(description = "Of a batch") @Nullable ChildrenView children,
      @Schema(type = "object", description = "What the caller gave as extra")
          @Nullable JsonNode extra) {}

  /** A batch's operations in sum, and each of them. */
  @Serdeable
  @Schema(name = "TaskChildren")
  record ChildrenView(
      @Schema(example = "200") int total,
      @Schema(example = "3") int running,
      @Schema(example = "195") int success,
      @Schema(example = "2") int failed,
      @Schema(description = "Empty in an event of the stream") List<ChildView> list) {
    ChildrenView {
      list = List.copyOf(list);
    }
  }

  /** One operation of a batch. */
  @Serdeable
  @Schema(name = "TaskChild")
  record ChildView(
      String taskId,
      String vmId,
      @Nullable String vmName,
      @Nullable String namespace,
      @Schema(example = "failed") String status,
      @Schema(example = "20") int progress,
      @Nullable String errorMsg) {}
}
