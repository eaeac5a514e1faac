package io.vmgate.persistence.task;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.task.Task;
import io.vmgate.persistence.event.EventWrites;
import io.vmgate.persistence.stream.ChangeRows;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Writes tasks, and what follows from that for their batch and for those who listen; within a
 * transaction.
 */
@Singleton
final class TaskWrites {
  private final TaskRows tasks;
  private final QueueRows queue;
  private final ChangeRows changes;
  private final EventWrites events;
  private final ApplicationEventPublisher<Task> listeners;

  TaskWrites(
      TaskRows tasks,
      QueueRows queue,
      ChangeRows changes,
      EventWrites events,
      ApplicationEventPublisher<Task> listeners) {
    this.tasks = tasks;
    this.queue = queue;
    this.changes = changes;
    this.events = events;
    this.listeners = listeners;
  }

  /** Write a new task down. */
  void add(Task task) {
    tasks.save(TaskRowMapper.toRow(task));
  }

  /** Write another state over the one that was written in this transaction. */
  void replace(Task task) {
    update(task);
  }

  /** Tell those who listen of tasks that were written; a batch is told of when it is counted. */
  void announce(List<Task> written) {
    written.forEach(listeners::publishEvent);
    events.writeOperations(written);
    changes.write(
        written.stream()
            .filter(task -> !task.isBatch())
            .<Change>map(task -> new Change.TaskShown(task, null))
            .toList());
  }

  /** Write a task's new state; the caller holds the lock on its place. */
  void change(Task task) {
    update(task);
    announce(List.of(task));
    Instant endedAt = task.state().endedAt();
    if (endedAt != null) {
      queue.remove(task.id().value());
    }
    if (task.parent() != null) {
      if (endedAt == null) {
        tasks.touch(task.parent().value());
      } else {
        concludeBatch(task.parent().value(), endedAt);
      }
    }
  }

  /**
   * Count the batch anew, and end it if its last task has ended. Of the last two, the later finds
   * both ended.
   */
  void concludeBatch(UUID id, Instant at) {
    Task batch = tasks.lock(id).map(TaskRowMapper::toTask).orElseThrow();
    Children children =
        new Children(
            tasks.children(List.of(id.toString())).stream().map(TaskRowMapper::toTask).toList());
    Task concluded = children.conclude(batch, at);
    if (concluded.equals(batch)) {
      tasks.touch(id);
    } else {
      update(concluded);
      listeners.publishEvent(concluded);
    }
    changes.write(List.of(new Change.TaskShown(concluded, Tally.of(children))));
  }

  private void update(Task task) {
    TaskRow row = TaskRowMapper.toRow(task);
    tasks.update(
        row.id(),
        row.deadline(),
        row.status(),
        row.step(),
        row.beforeRunStrategy(),
        row.beforeRunUid(),
        row.beforeRunPhase(),
        row.endedAt(),
        row.cause(),
        row.arguments());
  }
}
