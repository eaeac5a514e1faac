package io.vmgate.persistence.event;

import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.event.VmEvent.Origin;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;
import java.util.Optional;

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
      case Origin.Console(_, var protocol, var end) ->
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
              end == null ? null : end.code(),
              end == null ? List.of() : end.arguments(),
              protocol.wireName(),
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
    if (row.eventType().equals(EventType.CONSOLE.wireName())) {
      return console(row);
    }
    if (row.taskId() == null) {
      return new Origin.Seen(row.code(), row.message(), row.fromNode(), row.toNode());
    }
    TaskReason failure =
        row.cause() == null
            ? null
            : new TaskReason(TaskReason.Cause.valueOf(row.cause()), row.arguments());
    return new Origin.Operation(new TaskId(row.taskId()), failure, row.cancelled());
  }

  /** Its id is the session's, its code the protocol, its cause the reason for the end. */
  private static Origin console(EventRow row) {
    ConsoleProtocol protocol =
        Optional.ofNullable(row.code())
            .flatMap(ConsoleProtocol::ofWireName)
            .orElseThrow(() -> unknown(String.valueOf(row.code())));
    return new Origin.Console(
        new SessionId(row.id()),
        protocol,
        row.cause() == null ? null : EndReason.of(row.cause(), row.arguments()));
  }

  private static IllegalStateException unknown(String word) {
    return new IllegalStateException("written by a newer version? unknown word " + word);
  }
}
