package io.vmgate.rest.console;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Tell that somebody has come onto a console, or has left it. From where, the status tells. */
@Serdeable
record ConsoleChangeView(
    @Schema(example = "0198a2c1-6f0e-7b1f-9c58-3a1d2f7e4b60") String sessionId,
    @Schema(example = "a20a1375-9f2b-4c63-a92e-32ab6e4851cb") String vmId,
    @Schema(example = "web-1") String vmName,
    @Schema(example = "default") String namespace,
    @Schema(
            example = "vnc",
            allowableValues = {"vnc", "spice", "serial"})
        String protocol,
    @Schema(example = "alice") String username,
    boolean viewOnly,
    @Schema(description = "Whether the session lasts") boolean connected,
    @Schema(example = "2025-08-01 10:40:00") String connectTime,
    @Schema(example = "2025-08-01 10:55:12") @Nullable String endTime,
    @Schema(example = "TAKEN_OVER", description = "Why it ended, for programs")
        @Nullable String reason,
    @Schema(example = "bob took the console over", description = "Why it ended, for people")
        @Nullable String message) {}
