package io.vmgate.persistence.event;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("vm_event")
record EventRow(
    @Id UUID id,
    String tenantId,
    UUID vmId,
    String namespace,
    String vmName,
    String eventType,
    String operator,
    Instant occurredAt,
    @Nullable Instant endedAt,
    String status,
    @Nullable UUID taskId,
    boolean cancelled,
    @Nullable String cause,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> arguments,
    @Nullable String code,
    @Nullable String message,
    @Nullable String fromNode,
    @Nullable String toNode) {}
