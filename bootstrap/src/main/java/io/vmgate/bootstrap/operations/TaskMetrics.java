package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.task.TaskWorker;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Publish how operations go; docs/operations.md explains each. Counted is what this replica wrote,
 * once it is written for good; a batch counts by its machines, not by itself.
 */
@Singleton
class TaskMetrics implements MeterBinder {
  private static final List<String> RESULTS = List.of("success", "failed", "cancelled");
  private static final double MILLIS = 1_000;

  // Both need the database, and the database's own metrics are bound together with these.
  private final BeanProvider<TaskQueue> queue;
  private final BeanProvider<TaskWorker> worker;
  private final InstantSource clock;
  private final Map<TaskAction, LongAdder> accepted = new ConcurrentHashMap<>();
  private final Map<Ended, LongAdder> ended = new ConcurrentHashMap<>();
  private volatile double oldestWaitingSeconds;

  TaskMetrics(BeanProvider<TaskQueue> queue, BeanProvider<TaskWorker> worker, InstantSource clock) {
    this.queue = queue;
    this.worker = worker;
    this.clock = clock;
  }

  private record Ended(TaskAction action, String result) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    for (TaskAction action : TaskAction.values()) {
      FunctionCounter.builder("vmgate.tasks.accepted", accepted(action), LongAdder::sum)
          .description("Operations that were accepted and queued here")
          .tag("action", action.wireName())
          .register(registry);
      for (String result : RESULTS) {
        FunctionCounter.builder(
                "vmgate.tasks.ended", ended(new Ended(action, result)), LongAdder::sum)
            .description("Operations whose end was written here")
            .tag("action", action.wireName())
            .tag("result", result)
            .register(registry);
      }
    }
    Gauge.builder("vmgate.tasks.running", worker, provider -> provider.get().running())
        .description("Operations that are being carried out here")
        .register(registry);
    FunctionCounter.builder(
            "vmgate.tasks.taken.over", worker, provider -> provider.get().takenOver())
        .description("Operations that another replica had begun and this one went on with")
        .register(registry);
    Gauge.builder("vmgate.tasks.oldest.waiting", this, metrics -> metrics.oldestWaitingSeconds)
        .description("How long the oldest operation has waited that no replica is at, 0 for none")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Hear of a task that was written; told after the commit. */
  @TransactionalEventListener
  void onWritten(Task task) {
    if (task.subject() == null) {
      return;
    }
    switch (task.state()) {
      case TaskState.Running(TaskStep step, _) -> {
        if (step == TaskStep.ACCEPTED) {
          accepted(task.action()).increment();
        }
      }
      case TaskState.Succeeded _ -> ended(new Ended(task.action(), "success")).increment();
      case TaskState.Failed _ -> ended(new Ended(task.action(), "failed")).increment();
      case TaskState.Cancelled _ -> ended(new Ended(task.action(), "cancelled")).increment();
    }
  }

  /** Asked for beforehand, since whoever reads the metrics must not wait for the database. */
  @Scheduled(fixedDelay = "5s")
  void lookAtTheQueue() {
    try {
      oldestWaitingSeconds = queue.get().oldestWaiting().map(this::ageSeconds).orElse(0.0);
    } catch (FailureException away) {
      oldestWaitingSeconds = Double.NaN;
    }
  }

  private double ageSeconds(TaskId task) {
    return Math.max(0, Duration.between(task.givenAt(), clock.instant()).toMillis() / MILLIS);
  }

  private LongAdder accepted(TaskAction action) {
    return accepted.computeIfAbsent(action, _ -> new LongAdder());
  }

  private LongAdder ended(Ended what) {
    return ended.computeIfAbsent(what, _ -> new LongAdder());
  }
}
