package io.vmgate.persistence.task;

import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.task.MachineBefore;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskState.Cancelled;
import io.vmgate.domain.task.TaskState.Failed;
import io.vmgate.domain.task.TaskState.Running;
import io.vmgate.domain.task.TaskState.Succeeded;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies tasks to rows and back. */
final class TaskRowMapper {
  private TaskRowMapper() {}

  static TaskRow toRow(Task task) {
    Task.Subject subject = task.subject();
    VmName name = subject == null ? null : subject.name();
    MachineBefore before = task.state() instanceof Running(_, var known) ? known : null;
    TaskReason reason = task.state() instanceof Failed(_, _, var why) ? why : null;
    return new TaskRow(
        task.id().value(),
        task.tenant().value(),
        task.parent() == null ? null : task.parent().value(),
        task.user().value(),
        task.operator(),
        task.action().wireName(),
        task.force(),
        subject == null ? null : subject.id(),
        name == null ? null : name.namespace(),
        name == null ? null : name.name(),
        task.extra(),
        task.createdAt(),
        task.deadline(),
        status(task.state()),
        task.step().wireName(),
        before == null ? null : before.runStrategy(),
        before == null ? null : before.runUid(),
        before == null ? null : before.runPhase(),
        task.state().endedAt(),
        reason == null ? null : reason.cause().name(),
        reason == null ? List.of() : reason.arguments(),
        0);
  }

  static Task toTask(TaskRow row) {
    return new Task(
        new TaskId(row.id()),
        row.parentId() == null ? null : new TaskId(row.parentId()),
        new TenantId(row.tenantId()),
        new UserId(row.userId()),
        row.operator(),
        TaskAction.ofWireName(row.action()).orElseThrow(() -> unknown("action", row.action())),
        row.force(),
        row.vmId() == null ? null : new Task.Subject(row.vmId(), name(row)),
        row.extra(),
        row.createdAt(),
        row.deadline(),
        state(row));
  }

  private static @Nullable VmName name(TaskRow row) {
    return row.namespace() == null || row.vmName() == null
        ? null
        : new VmName(row.namespace(), row.vmName());
  }

  private static TaskState state(TaskRow row) {
    return switch (row.status()) {
      case "running" -> new Running(step(row), before(row));
      case "success" -> new Succeeded(endedAt(row));
      case "failed" -> new Failed(endedAt(row), step(row), reason(row));
      case "cancelled" -> new Cancelled(endedAt(row));
      default -> throw unknown("status", row.status());
    };
  }

  private static String status(TaskState state) {
    return switch (state) {
      case Running _ -> "running";
      case Succeeded _ -> "success";
      case Failed _ -> "failed";
      case Cancelled _ -> "cancelled";
    };
  }

  private static TaskStep step(TaskRow row) {
    return TaskStep.ofWireName(row.step()).orElseThrow(() -> unknown("step", row.step()));
  }

  private static @Nullable MachineBefore before(TaskRow row) {
    return row.beforeRunStrategy() == null
        ? null
        : new MachineBefore(row.beforeRunStrategy(), row.beforeRunUid(), row.beforeRunPhase());
  }

  private static TaskReason reason(TaskRow row) {
    String cause = row.cause();
    if (cause == null) {
      throw new IllegalStateException("failed for no reason: task " + row.id());
    }
    return new TaskReason(TaskReason.Cause.valueOf(cause), row.arguments());
  }

  private static Instant endedAt(TaskRow row) {
    Instant endedAt = row.endedAt();
    if (endedAt == null) {
      throw new IllegalStateException("ended at no time: task " + row.id());
    }
    return endedAt;
  }

  private static IllegalStateException unknown(String what, String word) {
    return new IllegalStateException("written by a newer version? unknown " + what + " " + word);
  }
}
