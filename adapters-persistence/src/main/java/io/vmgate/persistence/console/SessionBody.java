package io.vmgate.persistence.console;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A console session as it stands in the log of changes: fields may be added, and are never taken
 * away or given another meaning, since replicas of two versions read what either writes.
 */
@Serdeable
record SessionBody(
    UUID id,
    UUID userId,
    String username,
    UUID vmId,
    String namespace,
    String vmName,
    String protocol,
    boolean viewOnly,
    String clientAddress,
    String connectedAt,
    UUID serverId,
    @Nullable String endedAt,
    @Nullable String endCode,
    @Nullable List<String> endArguments) {}
