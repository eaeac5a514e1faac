package io.vmgate.persistence.task;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes tasks, and what follows from that for their batch; within a transaction. */
@Singleton
final class TaskWrites {
  private final TaskRows tasks;
  private final QueueRows queue;
  private final ApplicationEventPublisher<Task> listeners;

  TaskWrites(TaskRows tasks, QueueRows queue, ApplicationEventPublisher<Task> listeners) {
    this.tasks = tasks;
    this.queue = queue;
    this.listeners = listeners;
  }

  /** Write a new task down. */
  void add(Task task) {
    tasks.save(TaskRowMapper.toRow(task));
    listeners.publishEvent(task);
  }

  /** Tell those who listen of a task that was written. */
  void announce(Task task) {
    listeners.publishEvent(task);
  }

  /** Write another state over the one that was written in this transaction. */
  void replace(Task task) {
    update(task);
  }

  /** Write a task's new state; the caller holds the lock on its place. */
  void change(Task task) {
    update(task);
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

  /** End the batch if its last task has ended. Of the last two, the later finds both ended. */
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
    }
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
    listeners.publishEvent(task);
  }
}
