package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("refresh_token")
record RefreshTokenRow(
    @Id String hash,
    String tenantId,
    UUID signIn,
    int generation,
    Instant expiresAt,
    @Nullable Instant usedAt) {}
