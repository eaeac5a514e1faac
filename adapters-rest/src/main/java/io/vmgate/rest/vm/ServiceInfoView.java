package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The first Service that leads to a machine. */
@Serdeable
record ServiceInfoView(
    @Schema(example = "vm-nodeport-service") String name,
    @Schema(example = "NodePort") String type,
    @Schema(example = "192.168.1.200:30080", description = "host:port; null until there is one")
        @Nullable String accessAddr) {}
