package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When a lease ends is between the database and its clock. */
@MappedEntity("task_queue")
record QueueRow(
    @Id UUID taskId, String vmId, String ownerTenant, @Nullable UUID worker, long leaseNumber) {}
