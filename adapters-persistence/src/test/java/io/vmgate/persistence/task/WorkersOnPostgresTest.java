package io.vmgate.persistence.task;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.TimeOrderedIds;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskLimits;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.task.TaskWatch;
import io.vmgate.application.task.TaskWorker;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.setup.DatabaseProperties;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.testkit.FreePorts;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.task.SimulatedMachines;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas that share a queue, on a server of its own that is restarted in the middle. */
class WorkersOnPostgresTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path data;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final SimulatedMachines machines = new SimulatedMachines();

  @Test
  void endEveryTaskOnceAlthoughTheServerIsRestartedAndAReplicaDied() throws Exception {
    int port = FreePorts.next();
    EmbeddedPostgres server = start(port);
    try (machines) {
      new PlatformDatabase("vmgate", "vmgate", "secret").prepare(server.getPostgresDatabase());
      ApplicationContext one = replica(port);
      one.getBean(TenantDirectory.class).addIfMissing(aTenant("acme").owning("shop").build());
      TaskBook book = one.getBean(TaskBook.class);
      Task batch = accept(book, 60);
      // One that leased ten of them and was never heard of again.
      one.getBean(TaskQueue.class).lease(new UUID(9, 9), 10, Duration.ofSeconds(2));
      ApplicationContext two = replica(port);
      worker(one);
      worker(two);
      await()
          .atMost(PATIENCE)
          .until(() -> machines.all().stream().anyMatch(machine -> machine.runs() == 2));

      server.close();
      awaitLoss(one);
      awaitLoss(two);
      server = start(port);

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> book.find(ACME, batch.id()).orElseThrow().task().state().hasEnded());
      var report = book.find(ACME, batch.id()).orElseThrow();
      assertThat(report.task().state()).isInstanceOf(TaskState.Succeeded.class);
      assertThat(report.progress()).isEqualTo(100);
      assertThat(Objects.requireNonNull(report.children()).count(TaskStatus.SUCCESS)).isEqualTo(60);
      assertThat(machines.all())
          .allSatisfy(machine -> assertThat(machine.runs()).isEqualTo(2))
          .allSatisfy(machine -> assertThat(machine.heard()).containsExactly(TaskAction.RESTART));
    } finally {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
      server.close();
    }
  }

  /** Until the replica has met the loss of its database, and not only lines that broke. */
  private static void awaitLoss(ApplicationContext replica) {
    TaskQueue queue = replica.getBean(TaskQueue.class);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(queue::oldestWaiting)
                    .extracting(FailureException::failure)
                    .isInstanceOf(PlatformFailure.DatabaseUnreachable.class));
  }

  private Task accept(TaskBook book, int count) {
    Task batch = aTask().to(TaskAction.RESTART).batch().createdAt(CLOCK.instant()).build();
    List<Task> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      machines.add("web-" + i);
      children.add(
          aTask()
              .to(TaskAction.RESTART)
              .in(batch.id())
              .on("shop", "web-" + i)
              .createdAt(CLOCK.instant())
              .build());
    }
    book.acceptBatch(batch, children, null);
    return batch;
  }

  private void worker(ApplicationContext replica) {
    TaskWatch watch = new TaskWatch(replica.getBean(TaskBook.class), Duration.ofSeconds(1));
    parts.push(watch);
    TaskWorker worker =
        new TaskWorker(
            replica.getBean(TaskQueue.class),
            machines,
            machines.inventory(),
            watch,
            TaskLimits.USUAL,
            new TimeOrderedIds(CLOCK, new SecureRandom()),
            CLOCK);
    parts.push(worker);
    worker.start();
  }

  private ApplicationContext replica(int port) {
    String url = "jdbc:postgresql://localhost:" + port + "/vmgate";
    ApplicationContext replica =
        ApplicationContext.builder()
            .properties(DatabaseProperties.of(url, "vmgate", "secret", 5))
            .singletons(new ManualClock())
            .banner(false)
            .start();
    parts.push(replica);
    return replica;
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedServer.builder()
        .setPort(port)
        .setDataDirectory(data.resolve("pg"))
        .setCleanDataDirectory(false)
        .start();
  }
}
