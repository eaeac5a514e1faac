package io.vmgate.persistence.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("publication")
record PublicationRow(
    @Id UUID id,
    String tenantId,
    UUID userId,
    @Nullable String key,
    String fingerprint,
    UUID vmId,
    String namespace,
    String serviceName,
    Instant requestedAt,
    boolean withdrawn,
    @Nullable String answer) {}
