package io.vmgate.persistence.event;

import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies events to rows and back. */
final class EventRowMapper {
  private static final Logger LOG = LoggerFactory.getLogger(EventRowMapper.class);

  private static final Set<String> ABOUT_SERVICES =
      Set.of(
          EventType.PUBLISH.wireName(),
          EventType.UNPUBLISH.wireName(),
          EventType.SERVICE_EXPIRED.wireName());

  private EventRowMapper() {}

  /** What a row holds of an event besides what all events have. */
  private record Details(
      @Nullable UUID taskId,
      boolean cancelled,
      @Nullable String cause,
      List<String> arguments,
      @Nullable String code,
      @Nullable String message,
      @Nullable String fromNode,
      @Nullable String toNode) {
    static Details of(Origin origin) {
      return switch (origin) {
        case Origin.Operation(var task, var failure, var cancelled) ->
            new Details(
                task.value(),
                cancelled,
                failure == null ? null : failure.cause().name(),
                failure == null ? List.of() : failure.arguments(),
                null,
                null,
                null,
                null);
        case Origin.Console(_, var protocol, var end) ->
            new Details(
                null,
                false,
                end == null ? null : end.code(),
                end == null ? List.of() : end.arguments(),
                protocol.wireName(),
                null,
                null,
                null);
        case Origin.Access(var service, var name, var type) ->
            new Details(
                null,
                false,
                null,
                List.of(service.toString(), name),
                type.wireName(),
                null,
                null,
                null);
        case Origin.Seen(var code, var message, var fromNode, var toNode) ->
            new Details(null, false, null, List.of(), code, message, fromNode, toNode);
      };
    }
  }

  static EventRow toRow(VmEvent event) {
    Details details = Details.of(event.origin());
    return new EventRow(
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
        details.taskId(),
        details.cancelled(),
        details.cause(),
        details.arguments(),
        details.code(),
        details.message(),
        details.fromNode(),
        details.toNode());
  }

  /** Copy those that this version has words for; a newer one may have written others. */
  static List<VmEvent> toEvents(List<EventRow> rows) {
    return rows.stream().map(EventRowMapper::toEvent).flatMap(Optional::stream).toList();
  }

  private static Optional<VmEvent> toEvent(EventRow row) {
    EventType type = EventType.ofWireName(row.eventType()).orElse(null);
    TaskStatus status = TaskStatus.ofWireName(row.status()).orElse(null);
    if (type == null || status == null) {
      LOG.debug("event {} is left out: {} {}", row.id(), row.eventType(), row.status());
      return Optional.empty();
    }
    return Optional.of(
        new VmEvent(
            row.id(),
            new TenantId(row.tenantId()),
            new VmId(row.vmId()),
            new VmName(row.namespace(), row.vmName()),
            type,
            row.operator(),
            row.occurredAt(),
            row.endedAt(),
            status,
            origin(row)));
  }

  private static Origin origin(EventRow row) {
    if (row.eventType().equals(EventType.CONSOLE.wireName())) {
      return console(row);
    }
    if (ABOUT_SERVICES.contains(row.eventType()) && row.arguments().size() == 2) {
      return access(row);
    }
    if (row.taskId() == null) {
      return new Origin.Seen(row.code(), row.message(), row.fromNode(), row.toNode());
    }
    TaskReason failure =
        cause(row.cause()).map(cause -> new TaskReason(cause, row.arguments())).orElse(null);
    return new Origin.Operation(new TaskId(row.taskId()), failure, row.cancelled());
  }

  /** Its id is the session's, its code the protocol, its cause the reason for the end. */
  private static Origin console(EventRow row) {
    ConsoleProtocol protocol =
        Optional.ofNullable(row.code())
            .flatMap(ConsoleProtocol::ofWireName)
            .orElse(ConsoleProtocol.VNC); // a newer version's; the session's end is what matters
    return new Origin.Console(new SessionId(row.id()), protocol, end(row));
  }

  /** Its code is the type, its arguments are id and name. */
  private static Origin access(EventRow row) {
    return new Origin.Access(
        new ServiceId(UUID.fromString(row.arguments().getFirst())),
        row.arguments().getLast(),
        Optional.ofNullable(row.code())
            .flatMap(ServiceType::ofWireName)
            .orElse(ServiceType.CLUSTER_IP)); // a newer version's
  }

  private static @Nullable EndReason end(EventRow row) {
    if (row.cause() == null) {
      return null;
    }
    try {
      return EndReason.of(row.cause(), row.arguments());
    } catch (IllegalArgumentException newerWord) {
      return new EndReason.Fault();
    }
  }

  /** Empty also for one that there is no sentence for in this version. */
  private static Optional<TaskReason.Cause> cause(@Nullable String word) {
    return Arrays.stream(TaskReason.Cause.values())
        .filter(cause -> cause.name().equals(word))
        .findFirst();
  }
}
