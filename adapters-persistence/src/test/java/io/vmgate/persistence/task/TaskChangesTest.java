package io.vmgate.persistence.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.Tally;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another replica hears of every step of a task. */
class TaskChangesTest {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChangeFanOut fanOut = new ChangeFanOut();
  private final List<Change.TaskShown> heard = new CopyOnWriteArrayList<>();
  private @Nullable ApplicationContext other;

  @BeforeEach
  void startAnotherReplica() {
    PERSISTENCE
        .get(TenantDirectory.class)
        .addIfMissing(aTenant("acme").owning("shop", "pay").build());
    fanOut.alsoTell(
        changes -> changes.forEach(logged -> heard.add((Change.TaskShown) logged.change())));
    other =
        ApplicationContext.builder()
            .properties(PERSISTENCE.database().properties())
            .singletons(fanOut)
            .banner(false)
            .start();
    await().atMost(PATIENCE).until(() -> fanOut.figures().reads() > 0);
  }

  @AfterEach
  void close() {
    Objects.requireNonNull(other).close();
    fanOut.close();
  }

  @Test
  void hearsOfATaskFromItsBeginningToItsEnd() {
    Task task = aTask().build();
    TaskQueue queue = PERSISTENCE.get(TaskQueue.class);

    PERSISTENCE.get(TaskBook.class).accept(task, null);
    TaskQueue.Lease lease = queue.lease(new UUID(3, 3), 1, Duration.ofMinutes(1)).getFirst();
    Task asked = task.in(new TaskState.Running(TaskStep.ASKED, null));
    queue.write(lease, asked);
    Task ended = asked.succeeded(ManualClock.START);
    queue.write(lease, ended);

    await().atMost(PATIENCE).until(() -> heard.size() >= 3);
    assertThat(heard)
        .containsExactly(
            new Change.TaskShown(task, null),
            new Change.TaskShown(asked, null),
            new Change.TaskShown(ended, null));
  }

  @Test
  void hearsOfABatchAsOftenAsOneOfItEnds() {
    Task batch = aTask().batch().build();
    Task one = aTask().in(batch.id()).on("shop", "web-1").build();
    Task two = aTask().in(batch.id()).on("shop", "web-2").build();
    TaskBook book = PERSISTENCE.get(TaskBook.class);

    book.acceptBatch(batch, List.of(one, two), null);
    book.cancel(batch.tenant(), one.id(), ManualClock.START);
    book.cancel(batch.tenant(), two.id(), ManualClock.START);

    await().atMost(PATIENCE).until(() -> heard.size() >= 7);
    List<Tally> tallies =
        heard.stream()
            .filter(shown -> shown.children() != null)
            .map(Change.TaskShown::children)
            .map(Objects::requireNonNull)
            .toList();
    assertThat(tallies)
        .containsExactly(
            new Tally(2, 2, 0, 0, 0), new Tally(2, 1, 0, 1, 0), new Tally(2, 0, 0, 2, 0));
    assertThat(heard.getLast().task().state()).isInstanceOf(TaskState.Failed.class);
  }
}
