package io.vmgate.application.access;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Makes the events of removals. A removal is told of before it is done, under an id made of the
 * service's, and once more when it has ended: however often it is tried, there is one event, and
 * one that nobody ended is ended by whoever has the duty.
 */
final class RemovalEvents {
  private RemovalEvents() {}

  /** The removal begins. */
  static VmEvent begun(
      EventType type, TenantId tenant, AccessService service, String operator, Instant at) {
    UUID id =
        UUID.nameUUIDFromBytes(
            (type.wireName() + " " + service.id()).getBytes(StandardCharsets.UTF_8));
    return new VmEvent(
        id,
        tenant,
        service.vm(),
        service.vmName(),
        type,
        operator,
        at,
        null,
        TaskStatus.RUNNING,
        new VmEvent.Origin.Access(service.id(), service.name(), service.type()));
  }

  /** The removal has ended like this. */
  static VmEvent ended(VmEvent begun, TaskStatus status, Instant at) {
    return new VmEvent(
        begun.id(),
        begun.tenant(),
        begun.vm(),
        begun.name(),
        begun.type(),
        begun.operator(),
        begun.at(),
        at,
        status,
        begun.origin());
  }
}
