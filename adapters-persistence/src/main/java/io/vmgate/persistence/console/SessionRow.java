package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("console_session")
record SessionRow(
    @Id UUID id,
    String tenantId,
    UUID userId,
    String username,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    @Nullable UUID signIn,
    UUID vmId,
    String namespace,
    String vmName,
    String protocol,
    boolean viewOnly,
    String clientAddress,
    Instant connectedAt,
    UUID serverId,
    @Nullable Instant endedAt,
    @Nullable String endCode,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> endArguments,
    long toViewerBytes,
    long toMachineBytes) {}
