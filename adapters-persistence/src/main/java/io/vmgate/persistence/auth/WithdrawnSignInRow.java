package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity("withdrawn_sign_in")
record WithdrawnSignInRow(@Id UUID id, Instant expiresAt) {}
