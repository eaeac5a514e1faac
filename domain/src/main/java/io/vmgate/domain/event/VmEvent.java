package io.vmgate.domain.event;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tell what happened to a machine.
 *
 * @param tenant whose namespace it was in then
 * @param operator the user's name, or {@value #SYSTEM}
 * @param at when it began, or was seen
 * @param endedAt null while it goes on
 */
public record VmEvent(
    UUID id,
    TenantId tenant,
    VmId vm,
    VmName name,
    EventType type,
    String operator,
    Instant at,
    @Nullable Instant endedAt,
    TaskStatus status,
    Origin origin) {
  /** The operator of what no user of the platform did. */
  public static final String SYSTEM = "system";

  /** Where an event comes from. */
  public sealed interface Origin {
    /**
     * A user asked for it.
     *
     * @param failure why it failed; null unless it did, and for one that was called off
     */
    record Operation(TaskId task, @Nullable TaskReason failure, boolean cancelled)
        implements Origin {}

    /**
     * A user was on a console.
     *
     * @param end why that ended; null while it lasts
     */
    record Console(SessionId session, ConsoleProtocol protocol, @Nullable EndReason end)
        implements Origin {}

    /** It is about an access service. */
    record Access(ServiceId service, String serviceName, ServiceType serviceType)
        implements Origin {}

    /**
     * It was seen in the cluster.
     *
     * @param code KubeVirt's word for what is the case; null where it has none
     * @param message the cluster's own words; null where it says nothing
     * @param fromNode of a move
     * @param toNode of a move
     */
    record Seen(
        @Nullable String code,
        @Nullable String message,
        @Nullable String fromNode,
        @Nullable String toNode)
        implements Origin {
      /** There is nothing to say about it. */
      public static final Seen PLAINLY = new Seen(null, null, null, null);
    }
  }

  /** The event that something happened to an access service. */
  public static VmEvent of(
      EventType type,
      UUID id,
      TenantId tenant,
      AccessService service,
      String operator,
      Instant at) {
    return new VmEvent(
        id,
        tenant,
        service.vm(),
        service.vmName(),
        type,
        operator,
        at,
        at,
        TaskStatus.SUCCESS,
        new Origin.Access(service.id(), service.name(), service.type()));
  }

  /** The event that somebody's being on a console is. */
  public static VmEvent of(ConsoleSession session) {
    ConsoleSession.End end = session.end();
    return new VmEvent(
        session.id().value(),
        session.caller().tenant(),
        session.vm(),
        session.vmName(),
        EventType.CONSOLE,
        session.caller().username(),
        session.connectedAt(),
        end == null ? null : end.at(),
        end == null
            ? TaskStatus.RUNNING
            : end.reason().isFailure() ? TaskStatus.FAILED : TaskStatus.SUCCESS,
        new Origin.Console(session.id(), session.protocol(), end == null ? null : end.reason()));
  }

  /** The event that an operation is; empty for one that is about no known machine. */
  public static Optional<VmEvent> of(Task task) {
    Task.Subject subject = task.subject();
    VmName name = subject == null ? null : subject.name();
    VmId vm = subject == null ? null : subject.vmId().orElse(null);
    if (name == null || vm == null) {
      return Optional.empty();
    }
    TaskReason failure = task.state() instanceof TaskState.Failed(_, _, var reason) ? reason : null;
    return Optional.of(
        new VmEvent(
            task.id().value(),
            task.tenant(),
            vm,
            name,
            EventType.of(task.action()),
            task.operator(),
            task.createdAt(),
            task.state().endedAt(),
            task.state().status(),
            new Origin.Operation(task.id(), failure, task.state() instanceof TaskState.Cancelled)));
  }
}
