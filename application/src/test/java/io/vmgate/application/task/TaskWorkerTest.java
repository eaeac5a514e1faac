package io.vmgate.application.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.TimeOrderedIds;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.testkit.task.InMemoryTasks;
import io.vmgate.testkit.task.SimulatedMachine;
import io.vmgate.testkit.task.SimulatedMachines;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers in real time, over a queue that they share. */
class TaskWorkerTest {
  private static final TaskLimits LIMITS =
      new TaskLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(400),
          Duration.ofMillis(300),
          Duration.ofMillis(1_600),
          4,
          1_000,
          Duration.ofDays(1),
          Duration.ofDays(1));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InstantSource clock = InstantSource.system();
  private final InMemoryTasks tasks = new InMemoryTasks(clock);
  private final TaskWatch watch = new TaskWatch(tasks, Duration.ofMillis(100));
  private final SimulatedMachines machines = new SimulatedMachines();
  private final List<TaskWorker> workers = new ArrayList<>();

  @AfterEach
  void stop() {
    workers.forEach(TaskWorker::close);
    watch.close();
    machines.close();
  }

  @Test
  void carriesManyOutAskingForEachOnceWithFewCallsAtATime() {
    List<Task> accepted = accept(100);
    worker();
    worker();

    awaitEnd(accepted);

    assertThat(accepted)
        .allSatisfy(task -> assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class));
    assertThat(machines.all())
        .allSatisfy(machine -> assertThat(machine.heard()).containsExactly(TaskAction.RESTART))
        .allSatisfy(machine -> assertThat(machine.runs()).isEqualTo(2));
    assertThat(machines.mostCallsAtOnce()).isLessThanOrEqualTo(2 * LIMITS.callsAtOnce());
  }

  @Test
  void handsOverWhatItWasDoingWhenItIsClosed() {
    List<Task> accepted = accept(20);
    TaskWorker first = worker();
    await().atMost(PATIENCE).until(() -> accepted.stream().anyMatch(this::isAsked));

    first.close();
    assertThat(first.running()).isZero();
    worker();

    awaitEnd(accepted);
    assertThat(machines.all()).allSatisfy(machine -> assertThat(machine.runs()).isEqualTo(2));
  }

  @Test
  void takesOverFromAWorkerThatIsNotHeardOf() {
    List<Task> accepted = accept(5);
    tasks.lease(new UUID(9, 9), 5, Duration.ofSeconds(1)); // and then it died
    TaskWorker successor = worker();

    awaitEnd(accepted);

    assertThat(successor.takenOver()).isEqualTo(5);
    assertThat(accepted)
        .allSatisfy(task -> assertThat(stateOf(task)).isInstanceOf(TaskState.Succeeded.class));
  }

  @Test
  void doesNotKeepForItselfWhatItCouldNotRead() {
    List<Task> accepted = accept(2);
    Task unreadable = accepted.getFirst();
    SimulatedMachine other = machines.of("web-1");
    other.beUnreachable("no route"); // so that the worker has something to keep
    UnreadableOnce queue = new UnreadableOnce(tasks, unreadable.id());
    worker(queue);

    awaitEnd(List.of(unreadable));
    assertThat(stateOf(accepted.getLast()).hasEnded()).isFalse();
    other.beUnreachable(null);
    awaitEnd(accepted);
    assertThat(queue.reads()).hasValue(2);
  }

  @Test
  void goesOnWhenTheDatabaseIsBack() {
    List<Task> accepted = accept(10);
    worker();
    await().atMost(PATIENCE).until(() -> accepted.stream().anyMatch(this::isAsked));
    tasks.beAway(true);
    await().atMost(PATIENCE).until(tasks::isNothingLeased);
    tasks.beAway(false);

    awaitEnd(accepted);

    assertThat(machines.all()).allSatisfy(machine -> assertThat(machine.runs()).isEqualTo(2));
  }

  @Test
  void asksNothingForTooLongAQueueBehindASlowCluster() {
    List<Task> accepted = accept(30);
    machines.answerAfter(15);
    worker();

    awaitEnd(accepted);

    assertThat(machines.all()).allSatisfy(machine -> assertThat(machine.runs()).isEqualTo(2));
  }

  @Test
  void wakesThousandsWhoWaitWithoutAskingForEach() throws Exception {
    Task task = accept(1).getFirst();
    CountDownLatch woken = new CountDownLatch(1_000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        threads.execute(
            () -> {
              try (TaskWatch.Waiter waiter = watch.waitFor(task.tenant(), task.id())) {
                if (waiter.await(PATIENCE)) {
                  woken.countDown();
                }
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
      }
      await().atMost(PATIENCE).until(() -> watch.waiting() == 1_000);
      worker();
      assertThat(woken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(watch.waiting()).isZero();
  }

  @Test
  void hearsOfWhatAnotherReplicaChanged() throws InterruptedException {
    Task task = accept(1).getFirst();
    try (TaskWatch.Waiter waiter = watch.waitFor(task.tenant(), task.id())) {
      waiter.knows(tasks.find(task.tenant(), task.id()).orElseThrow().revision());
      tasks.cancel(task.tenant(), task.id(), clock.instant());
      assertThat(waiter.await(PATIENCE)).isTrue();
    }
  }

  private List<Task> accept(int count) {
    List<Task> accepted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      machines.add("web-" + i);
      Task task =
          aTask().to(TaskAction.RESTART).on("shop", "web-" + i).createdAt(clock.instant()).build();
      tasks.accept(task, null);
      accepted.add(task);
    }
    return accepted;
  }

  private TaskWorker worker() {
    return worker(tasks);
  }

  private TaskWorker worker(TaskQueue queue) {
    TaskWorker worker =
        new TaskWorker(
            queue,
            machines,
            machines.inventory(),
            watch,
            LIMITS,
            new TimeOrderedIds(clock, new SecureRandom()),
            clock);
    workers.add(worker);
    worker.start();
    return worker;
  }

  private void awaitEnd(List<Task> accepted) {
    await()
        .atMost(PATIENCE)
        .until(() -> accepted.stream().allMatch(task -> stateOf(task).hasEnded()));
  }

  private boolean isAsked(Task task) {
    return stateOf(task) instanceof TaskState.Running(var step, _)
        && step.isBeyond(TaskStep.ASKING);
  }

  private TaskState stateOf(Task task) {
    return tasks.find(task.tenant(), task.id()).orElseThrow().task().state();
  }

  /** A queue in which the first look at one of the tasks meets a fault. */
  private record UnreadableOnce(TaskQueue queue, TaskId task, AtomicInteger reads)
      implements TaskQueue {
    UnreadableOnce(TaskQueue queue, TaskId task) {
      this(queue, task, new AtomicInteger());
    }

    @Override
    public Optional<Task> read(Lease lease) {
      if (lease.task().equals(task) && reads.incrementAndGet() == 1) {
        throw new IllegalStateException("nothing that a task could be made of");
      }
      return queue.read(lease);
    }

    @Override
    public List<Lease> lease(UUID worker, int most, Duration term) {
      return queue.lease(worker, most, term);
    }

    @Override
    public Set<TaskId> extend(UUID worker, Set<TaskId> held, Duration term) {
      return queue.extend(worker, held, term);
    }

    @Override
    public void release(UUID worker) {
      queue.release(worker);
    }

    @Override
    public Optional<TaskId> oldestWaiting() {
      return queue.oldestWaiting();
    }

    @Override
    public boolean write(Lease lease, Task next) {
      return queue.write(lease, next);
    }
  }
}
