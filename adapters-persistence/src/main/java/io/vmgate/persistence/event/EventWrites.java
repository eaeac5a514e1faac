package io.vmgate.persistence.event;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes events down, within the transaction that they belong to. */
@Singleton
public final class EventWrites {
  private static final String WRITE =
      """
      INSERT INTO vm_event (id, tenant_id, vm_id, namespace, vm_name, event_type, operator,
        occurred_at, ended_at, status, task_id, cancelled, cause, arguments, code, message,
        from_node, to_node)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET ended_at = excluded.ended_at, status = excluded.status, cancelled = excluded.cancelled,
          cause = excluded.cause, arguments = excluded.arguments
      """;

  private final JdbcOperations jdbc;
  private final EventRows rows;

  EventWrites(JdbcOperations jdbc, EventRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** Write what these tasks are as events: when they begin and when they have ended. */
  public void writeOperations(List<Task> tasks) {
    write(
        tasks.stream()
            .filter(EventWrites::isNews)
            .map(VmEvent::of)
            .flatMap(Optional::stream)
            .toList());
  }

  /** Write somebody's being on a console as an event: when it begins and when it has ended. */
  public void writeConsole(ConsoleSession session) {
    write(List.of(VmEvent.of(session)));
  }

  /** Write what happened to an access service as an event. */
  public void writeAccess(VmEvent event) {
    write(List.of(event));
  }

  /** The removals of access services that began before the instant and have not ended; some. */
  public List<VmEvent> removalsUnderWay(Instant before) {
    return EventRowMapper.toEvents(rows.removalsUnderWay(before));
  }

  /** Write these, or write over those of the same ids. */
  void write(List<VmEvent> events) {
    if (!events.isEmpty()) {
      jdbc.prepareStatement(
          WRITE,
          statement -> {
            for (VmEvent event : events) {
              set(statement, EventRowMapper.toRow(event));
              statement.addBatch();
            }
            return statement.executeBatch();
          });
    }
  }

  private static boolean isNews(Task task) {
    return !(task.state() instanceof TaskState.Running(var step, _)) || step == TaskStep.ACCEPTED;
  }

  private static void set(PreparedStatement statement, EventRow row) throws SQLException {
    Object[] values = {
      row.id(),
      row.tenantId(),
      row.vmId(),
      row.namespace(),
      row.vmName(),
      row.eventType(),
      row.operator(),
      timestamp(row.occurredAt()),
      timestamp(row.endedAt()),
      row.status(),
      row.taskId(),
      row.cancelled(),
      row.cause(),
      statement
          .getConnection()
          .createArrayOf("text", row.arguments().stream().map(EventWrites::storable).toArray()),
      row.code(),
      row.message(),
      row.fromNode(),
      row.toNode()
    };
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i] instanceof String text ? storable(text) : values[i]);
    }
  }

  /** The cluster's own words may hold anything; PostgreSQL takes every character but this one. */
  private static String storable(String text) {
    return text.replace("\0", "");
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
