package io.vmgate.persistence.task;

import io.micronaut.json.JsonMapper;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.stream.ChangeCodec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes and reads how tasks stand. */
@Singleton
final class TaskChangeCodec implements ChangeCodec {
  private final JsonMapper json;

  TaskChangeCodec(JsonMapper json) {
    this.json = json;
  }

  @Override
  public ChangeKind kind() {
    return ChangeKind.TASK;
  }

  @Override
  public String write(Change change) throws IOException {
    if (!(change instanceof Change.TaskShown(var task, var children))) {
      throw new IllegalArgumentException("about no task: " + change);
    }
    TaskRow row = TaskRowMapper.toRow(task);
    return json.writeValueAsString(
        new TaskBody(
            row.id(),
            row.parentId(),
            row.userId(),
            row.operator(),
            row.action(),
            row.force(),
            row.vmId(),
            row.namespace(),
            row.vmName(),
            row.extra(),
            row.createdAt().toString(),
            row.deadline().toString(),
            row.status(),
            row.step(),
            row.endedAt() == null ? null : row.endedAt().toString(),
            row.cause(),
            row.arguments(),
            children == null
                ? null
                : new TaskBody.Children(
                    children.total(),
                    children.running(),
                    children.success(),
                    children.failed(),
                    children.progress())));
  }

  @Override
  public Change read(TenantId tenant, String body) throws IOException {
    TaskBody task = json.readValue(body, TaskBody.class);
    if (task == null) {
      throw new IOException("null is no task");
    }
    TaskRow row =
        new TaskRow(
            task.id(),
            tenant.value(),
            task.parentId(),
            task.userId(),
            task.operator(),
            task.action(),
            task.force(),
            task.vmId(),
            task.namespace(),
            task.vmName(),
            task.extra(),
            Instant.parse(task.createdAt()),
            Instant.parse(task.deadline()),
            task.status(),
            task.step(),
            null,
            null,
            null,
            task.endedAt() == null ? null : Instant.parse(task.endedAt()),
            task.cause(),
            Objects.requireNonNullElse(task.arguments(), List.of()),
            0);
    return new Change.TaskShown(TaskRowMapper.toTask(row), tally(task.children()));
  }

  private static @Nullable Tally tally(TaskBody.@Nullable Children children) {
    return children == null
        ? null
        : new Tally(
            children.total(),
            children.running(),
            children.success(),
            children.failed(),
            children.progress());
  }
}
