package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** The column {@code number} is the database's own affair and only ever sorted by. */
@MappedEntity("signing_key")
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SigningKeyRow(@Id String id, byte[] secret, Instant createdAt) {}
