package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster goes away in the middle of operations, and the platform is killed before it comes
 * back.
 *
 * <p>It is away here until the next process has every task and cannot reach the cluster, some
 * fifteen seconds. A whole minute of it, on a clock of its own, is beside the task's run in the
 * application's tests; here nothing could differ: tries are at most five seconds apart, and only
 * the deadline ends them. That is three minutes for a stop and ten for start and restart, so that a
 * minute ends none of them; pause and unpause have a minute, and say then why they failed.
 */
class ClusterAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ACTIONS = List.of("start", "stop", "restart");

  @TempDir private Path folder;

  @Test
  void endsEveryTaskOnceTheClusterIsBackAlthoughThePlatformWasKilled() throws Exception {
    TestDatabase database = PostgresServer.running().freshDatabase();
    try (Premises premises =
        new Premises(folder, database.url(), database.username(), database.password())) {
      // No machine gets there before the cluster is away.
      premises.cluster().pace(0.1);
      PlatformProcess first = premises.startReplica();
      try (Operator ann = premises.operator(first).ready()) {
        Iterator<Machine> stopped = ann.machines("stopped").iterator();
        Iterator<Machine> running = ann.machines("running").iterator();
        Map<String, Machine> given = new LinkedHashMap<>();
        for (int round = 0; round < 3; round++) {
          if (round == 2) {
            premises.gate().shut();
          }
          for (String action : ACTIONS) {
            Machine machine = action.equals("start") ? stopped.next() : running.next();
            given.put(ann.operate(action, machine), machine);
          }
          List<String> soFar = new ArrayList<>(given.keySet());
          if (round == 0) {
            await()
                .atMost(PATIENCE)
                .until(() -> soFar.stream().map(ann::step).noneMatch("accepted"::equals));
          }
        }
        await().atMost(PATIENCE).until(() -> taken(database, 1) == given.size());

        first.kill();
        PlatformProcess second = premises.startReplica();
        try (Operator again = ann.at(second)) {
          await().atMost(PATIENCE).until(() -> taken(database, 2) == given.size());
          assertThat(given.keySet())
              .allSatisfy(
                  task ->
                      assertThat(again.task(task).path("status").asString()).isEqualTo("running"));
          premises.cluster().pace(20);
          premises.gate().open();

          assertThat(given)
              .allSatisfy(
                  (task, machine) -> {
                    assertThat(again.ended(task).path("status").asString()).isEqualTo("success");
                    assertThat(premises.gate().heard(machine.path())).hasSize(1);
                  });
        }
      }
    }
  }

  private static int taken(TestDatabase database, int times) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet taken =
            statement.executeQuery(
                "SELECT count(*) FROM task_queue WHERE lease_number >= " + times)) {
      taken.next();
      return taken.getInt(1);
    }
  }
}
