package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity("console_ticket")
record TicketRow(
    @Id String hash,
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
    boolean takeover,
    @Nullable String extra,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable UUID sessionId) {}
