package io.vmgate.persistence.duty;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When the lease ends is between the database and its clock. */
@MappedEntity("duty")
record DutyRow(
    @Id String name, @Nullable UUID holder, long number, @Nullable Instant vacantSince) {}
