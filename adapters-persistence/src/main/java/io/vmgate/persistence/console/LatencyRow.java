package io.vmgate.persistence.console;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** How quick a session is. */
@Introspected
record LatencyRow(UUID id, long latencyMicros) {}
