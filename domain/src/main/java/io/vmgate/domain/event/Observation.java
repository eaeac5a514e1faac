package io.vmgate.domain.event;

import io.vmgate.domain.task.TaskStatus;

/** Hold what two looks at a machine tell apart. */
public record Observation(EventType type, TaskStatus status, VmEvent.Origin.Seen seen) {
  static Observation of(EventType type) {
    return new Observation(type, TaskStatus.SUCCESS, VmEvent.Origin.Seen.PLAINLY);
  }

  static Observation failure(EventType type, VmEvent.Origin.Seen seen) {
    return new Observation(type, TaskStatus.FAILED, seen);
  }
}
