package io.vmgate.persistence.event;

import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.event.VmEvent.Origin;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;

/** Copies events to rows and back. */
final class EventRowMapper {
  private EventRowMapper() {}

  static EventRow toRow(VmEvent event) {
    return switch (event.origin()) {
      case Origin.Operation(var task, var failure, var cancelled) ->
          new EventRow(
              event.id(),
              event.tenant().value(),
              event.vm().value(),
              event.name().namespace(),
              event.name().name(),
              event.type().wireName(),
              event.operator(),
              event.at(),
              event.endedAt(),
              event.status().wireName(),
              task.value(),
              cancelled,
              failure == null ? null : failure.cause().name(),
              failure == null ? List.of() : failure.arguments(),
              null,
              null,
              null,
              null);
      case Origin.Seen(var code, var message, var fromNode, var toNode) ->
          new EventRow(
              event.id(),
              event.tenant().value(),
              event.vm().value(),
              event.name().namespace(),
              event.name().name(),
              event.type().wireName(),
              event.operator(),
              event.at(),
              event.endedAt(),
              event.status().wireName(),
              null,
              false,
              null,
              List.of(),
              code,
              message,
              fromNode,
              toNode);
    };
  }

  static VmEvent toEvent(EventRow row) {
    return new VmEvent(
        row.id(),
        new TenantId(row.tenantId()),
        new VmId(row.vmId()),
        new VmName(row.namespace(), row.vmName()),
        EventType.ofWireName(row.eventType()).orElseThrow(() -> unknown(row.eventType())),
        row.operator(),
        row.occurredAt(),
        row.endedAt(),
        TaskStatus.ofWireName(row.status()).orElseThrow(() -> unknown(row.status())),
        origin(row));
  }

  private static Origin origin(EventRow row) {
    if (row.taskId() == null) {
      return new Origin.Seen(row.code(), row.message(), row.fromNode(), row.toNode());
    }
    TaskReason failure =
        row.cause() == null
            ? null
            : new TaskReason(TaskReason.Cause.valueOf(row.cause()), row.arguments());
    return new Origin.Operation(new TaskId(row.taskId()), failure, row.cancelled());
  }

  private static IllegalStateException unknown(String word) {
    return new IllegalStateException("written by a newer version? unknown word " + word);
  }
}
