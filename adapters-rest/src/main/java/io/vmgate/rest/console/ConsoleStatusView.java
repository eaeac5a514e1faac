package io.vmgate.rest.console;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tell whether anybody is on a machine's consoles. */
@Serdeable
record ConsoleStatusView(
    @Schema(example = "true") boolean connected,
    @Schema(
            example = "2025-08-01 10:40:00",
            description = "Of the session that has lasted longest; null while there is none")
        @Nullable String connectTime,
    @Schema(example = "192.168.1.150", description = "Likewise") @Nullable String clientIp,
    Extra extra) {

  /** What the contract's own fields have no room for. */
  @Serdeable
  @Schema(name = "ConsoleStatusExtra")
  record Extra(
      @Schema(description = "All sessions, the oldest first") List<SessionView> sessions,
      @Schema(description = "The session that ended last; null when there was none")
          @Nullable EndedView lastEnded) {
    Extra {
      sessions = List.copyOf(sessions);
    }
  }

  /** Somebody on a console. */
  @Serdeable
  @Schema(name = "ConsoleSession")
  record SessionView(
      @Schema(example = "0198a2c1-6f0e-7b1f-9c58-3a1d2f7e4b60") String sessionId,
      @Schema(
              example = "vnc",
              allowableValues = {"vnc", "spice", "serial"})
          String protocol,
      @Schema(example = "alice") String username,
      boolean viewOnly,
      @Schema(example = "192.168.1.150") String clientIp,
      @Schema(example = "2025-08-01 10:40:00") String connectTime,
      @Schema(
              example = "12",
              description =
                  "How long a message to the viewer and its answer took last, in milliseconds; null"
                      + " while that is not measured. Of a session that another server holds it is"
                      + " seconds old, and small changes are left out")
          @Nullable Long latencyMillis) {}

  /** Somebody who was on a console. */
  @Serdeable
  @Schema(name = "ConsoleSessionEnded")
  record EndedView(
      @Schema(example = "0198a2c1-6f0e-7b1f-9c58-3a1d2f7e4b60") String sessionId,
      @Schema(
              example = "vnc",
              allowableValues = {"vnc", "spice", "serial"})
          String protocol,
      @Schema(example = "alice") String username,
      boolean viewOnly,
      @Schema(example = "192.168.1.150") String clientIp,
      @Schema(example = "2025-08-01 10:40:00") String connectTime,
      @Schema(example = "2025-08-01 10:55:12") String endTime,
      @Schema(example = "TAKEN_OVER", description = "Why, for programs") String reason,
      @Schema(example = "bob took the console over", description = "Why, for people")
          String message,
      @Schema(example = "18874368", description = "Bytes sent to the viewer") long bytesToViewer,
      @Schema(example = "40961", description = "Bytes sent to the machine") long bytesToVm) {}
}
