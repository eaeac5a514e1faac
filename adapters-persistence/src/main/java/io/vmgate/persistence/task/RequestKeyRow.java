package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** The key is one only together with tenant and user. */
@MappedEntity("request_key")
record RequestKeyRow(
    String tenantId,
    UUID userId,
    @Id String key,
    String fingerprint,
    UUID taskId,
    Instant createdAt) {}
