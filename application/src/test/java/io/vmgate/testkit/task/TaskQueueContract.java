package io.vmgate.testkit.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskBook.Acceptance;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.task.TaskQueue.Lease;
import io.vmgate.domain.task.MachineBefore;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every queue of tasks does. */
public interface TaskQueueContract {
  UUID ONE = new UUID(1, 1);
  UUID TWO = new UUID(2, 2);
  Duration LONG = Duration.ofMinutes(1);

  /** A queue without tasks; tenants acme and globex exist. */
  TaskQueue emptyQueue();

  /** The book whose tasks the queue hands out. */
  TaskBook book();

  /** Let the time pass that leases run by, at least; short ones only. */
  void passTime(Duration time);

  @Test
  default void handsEachTaskToOneWorkerOldestFirst() {
    TaskQueue queue = emptyQueue();
    Task first = accept("web-1");
    Task second = accept("web-2");
    Task third = accept("web-3");

    assertThat(queue.lease(ONE, 2, LONG))
        .extracting(Lease::task)
        .containsExactly(first.id(), second.id());
    assertThat(queue.lease(TWO, 9, LONG)).extracting(Lease::task).containsExactly(third.id());
    assertThat(queue.lease(ONE, 9, LONG)).isEmpty();
  }

  @Test
  default void tellsTheOldestTaskThatNobodyHolds() {
    TaskQueue queue = emptyQueue();
    assertThat(queue.oldestWaiting()).isEmpty();
    accept("web-1");
    Task second = accept("web-2");
    accept("web-3");

    queue.lease(ONE, 1, LONG);

    assertThat(queue.oldestWaiting()).contains(second.id());
  }

  @Test
  default void handsATaskOutAgainWhenItsLeaseHasRunOut() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease old = queue.lease(ONE, 1, Duration.ofMillis(100)).getFirst();

    passTime(Duration.ofMillis(150));
    Lease next = queue.lease(TWO, 1, LONG).getFirst();

    assertThat(next.task()).isEqualTo(task.id());
    assertThat(next.number()).isGreaterThan(old.number());
    assertThat(queue.read(old)).isEmpty();
    assertThat(queue.write(old, asking(task))).isFalse();
    assertThat(queue.read(next)).contains(task);
    assertThat(queue.extend(ONE, Set.of(task.id()), LONG)).isEmpty();
    assertThat(queue.extend(TWO, Set.of(task.id()), LONG)).containsExactly(task.id());
  }

  @Test
  default void keepsALeaseThatIsExtended() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, Duration.ofMillis(100)).getFirst();

    assertThat(queue.extend(ONE, Set.of(task.id()), LONG)).containsExactly(task.id());
    passTime(Duration.ofMillis(150));

    assertThat(queue.lease(TWO, 1, LONG)).isEmpty();
    assertThat(queue.write(lease, asking(task))).isTrue();
  }

  @Test
  default void extendsALeaseThatRanOutWhileNobodyTookIt() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, Duration.ofMillis(50)).getFirst();
    passTime(Duration.ofMillis(100));

    assertThat(queue.extend(ONE, Set.of(task.id()), LONG)).containsExactly(task.id());
    assertThat(queue.read(lease)).contains(task);
    assertThat(queue.lease(TWO, 1, LONG)).isEmpty();
  }

  @Test
  default void letsALeaseRunOutOfWhichTheWorkerDoesNotKnow() {
    TaskQueue queue = emptyQueue();
    Task known = accept("web-1");
    queue.lease(ONE, 1, LONG);
    Task lost = accept("web-2");
    queue.lease(ONE, 1, Duration.ofMillis(100)); // and the answer did not arrive

    assertThat(queue.extend(ONE, Set.of(known.id()), LONG)).containsExactly(known.id());
    assertThat(queue.extend(ONE, Set.of(), LONG)).isEmpty();
    passTime(Duration.ofMillis(150));

    assertThat(queue.lease(TWO, 9, LONG)).extracting(Lease::task).containsExactly(lost.id());
  }

  @Test
  default void handsOutAtOnceWhatWasGivenBack() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, LONG).getFirst();

    queue.release(ONE);

    assertThat(queue.read(lease)).isEmpty();
    assertThat(queue.lease(TWO, 1, LONG)).extracting(Lease::task).containsExactly(task.id());
  }

  @Test
  default void keepsWhatIsWritten() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, LONG).getFirst();
    Task asking = asking(task).until(task.deadline().plusSeconds(7));

    assertThat(queue.write(lease, asking)).isTrue();

    assertThat(queue.read(lease)).contains(asking);
    assertThat(book().find(task.tenant(), task.id()).orElseThrow().task()).isEqualTo(asking);
    assertThat(book().cancel(task.tenant(), task.id(), ManualClock.START)).isFalse();
  }

  @Test
  default void takesAnEndedTaskOffAndSetsItsMachineFree() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, LONG).getFirst();
    Task failed =
        task.failed(ManualClock.START, TaskReason.clusterRefused("VM is {0} 'already' running"));

    assertThat(queue.write(lease, failed)).isTrue();

    assertThat(book().find(task.tenant(), task.id()).orElseThrow().task()).isEqualTo(failed);
    assertThat(queue.extend(ONE, Set.of(task.id()), LONG)).isEmpty();
    assertThat(queue.write(lease, task)).isFalse();
    assertThat(book().accept(aTask().build(), null)).isEqualTo(new Acceptance.Accepted());
  }

  @Test
  default void refusesAWorkerWhoseTaskWasCancelled() {
    TaskQueue queue = emptyQueue();
    Task task = accept("web-1");
    Lease lease = queue.lease(ONE, 1, LONG).getFirst();

    assertThat(book().cancel(task.tenant(), task.id(), ManualClock.START)).isTrue();

    assertThat(queue.write(lease, asking(task))).isFalse();
    assertThat(queue.read(lease)).isEmpty();
  }

  @Test
  default void handsOutTasksOfEveryTenantAndTheChildrenOfBatchesButNotBatches() {
    TaskQueue queue = emptyQueue();
    Task foreign = aTask().of("globex").on("research", "gpu-1").build();
    Task batch = aTask().batch().build();
    Task child = aTask().in(batch.id()).build();
    book().accept(foreign, null);
    book().acceptBatch(batch, List.of(child), null);

    List<Lease> leases = queue.lease(ONE, 9, LONG);

    assertThat(leases).extracting(Lease::task).containsExactly(foreign.id(), child.id());
    assertThat(leases)
        .extracting(Lease::tenant)
        .containsExactly(new TenantId("globex"), new TenantId("acme"));
    assertThat(queue.read(leases.getFirst())).contains(foreign);
    assertThat(queue.write(leases.getFirst(), foreign.succeeded(ManualClock.START))).isTrue();
    assertThat(queue.write(leases.getLast(), child.succeeded(ManualClock.START))).isTrue();
    assertThat(book().find(batch.tenant(), batch.id()).orElseThrow().task())
        .isEqualTo(batch.succeeded(ManualClock.START));
  }

  private Task accept(String machine) {
    Task task = aTask().on("shop", machine).build();
    book().accept(task, null);
    return task;
  }

  private static Task asking(Task task) {
    return task.in(
        new TaskState.Running(TaskStep.ASKING, new MachineBefore("Halted", "run-1", "Running")));
  }
}
