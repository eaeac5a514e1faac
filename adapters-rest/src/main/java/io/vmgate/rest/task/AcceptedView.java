package io.vmgate.rest.task;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Name the task that an operation became. */
@Serdeable
record AcceptedView(
    @Schema(
            example = "0198b2c4-7d5e-7f00-9a31-5b1c3c1f8e10",
            description = "For GET /api/v1/tasks/{taskId}")
        String taskId) {}
