package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity("server")
record ServerRow(@Id UUID id, Instant lastSeen, Instant steadySince) {}
