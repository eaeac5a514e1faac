package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** A namespace that the caller can see. */
@Serdeable
record NamespaceView(
    @Schema(example = "default") String name,
    @Schema(example = "12", description = "Machines in it that the caller can see") int vmCount) {}
