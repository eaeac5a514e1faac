package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("task")
record TaskRow(
    @Id UUID id,
    String tenantId,
    @Nullable UUID parentId,
    UUID userId,
    String operator,
    String action,
    boolean force,
    @Nullable String vmId,
    @Nullable String namespace,
    @Nullable String vmName,
    @Nullable String extra,
    Instant createdAt,
    Instant deadline,
    String status,
    String step,
    @Nullable String beforeRunStrategy,
    @Nullable String beforeRunUid,
    @Nullable String beforeRunPhase,
    @Nullable Instant endedAt,
    @Nullable String cause,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> arguments,
    long revision) {}
