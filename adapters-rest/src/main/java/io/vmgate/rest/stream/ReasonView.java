package io.vmgate.rest.stream;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Say why a client must read everything anew, or why the stream ends. */
@Serdeable
record ReasonView(
    @Schema(
            example = "tooOld",
            allowableValues = {
              "tooOld",
              "unknownPoint",
              "fellBehind",
              "tokenExpired",
              "tokenWithdrawn",
              "permissionWithdrawn",
              "disabled",
              "shutdown"
            })
        String reason) {}
