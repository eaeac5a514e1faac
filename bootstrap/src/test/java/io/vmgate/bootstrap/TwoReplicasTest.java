package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ClusterGate.Call;
import io.vmgate.bootstrap.Operator.Machine;
import io.vmgate.persistence.testing.PostgresServer;
import io.vmgate.persistence.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two platforms that share a queue, of which one is killed while both are at work. */
class TwoReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OPERATIONS = 40;
  private static final int ENDED_BEFORE_THE_KILL = 8;

  @TempDir private Path folder;

  @Test
  void restartEveryMachineOnceAlthoughOneIsKilled() throws Exception {
    TestDatabase database = PostgresServer.running().freshDatabase();
    try (Premises premises =
        new Premises(folder, database.url(), database.username(), database.password())) {
      premises.cluster().pace(1);
      CompletableFuture<PlatformProcess> one =
          CompletableFuture.supplyAsync(premises::startReplica);
      PlatformProcess two = premises.startReplica();
      try (Operator ann = premises.operator(one.get()).ready();
          Operator other = ann.at(two).ready()) {
        Map<Machine, String> runs = new LinkedHashMap<>();
        List<String> tasks = new ArrayList<>();
        for (Machine machine : ann.machines("running").subList(0, OPERATIONS)) {
          runs.put(machine, premises.run(machine));
          tasks.add((tasks.size() % 2 == 0 ? ann : other).operate("restart", machine));
        }
        await().atMost(PATIENCE).until(() -> ann.tasks("success") >= ENDED_BEFORE_THE_KILL);
        assertThat(workers(database)).as("both are at work").isEqualTo(2);

        two.kill();

        assertThat(ann.tasks("success")).as("in the middle").isLessThan(OPERATIONS);
        assertThat(tasks)
            .allSatisfy(
                task -> assertThat(ann.ended(task).path("status").asString()).isEqualTo("success"));
        assertThat(runs)
            .allSatisfy(
                (machine, before) -> {
                  assertThat(premises.gate().heard(machine.path()))
                      .containsExactly(new Call(machine.path(), "restart", 202));
                  assertThat(premises.run(machine)).endsWith(" Running").isNotEqualTo(before);
                });
      }
    }
  }

  private static int workers(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet workers =
            statement.executeQuery("SELECT count(DISTINCT worker) FROM task_queue")) {
      workers.next();
      return workers.getInt(1);
    }
  }
}
