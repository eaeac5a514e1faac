package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ClusterGate.Call;
import io.vmgate.bootstrap.Operator.Machine;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.testkit.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is restarted in the middle of operations. */
class DatabaseRestartedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OPERATIONS = 20;

  @TempDir private Path folder;

  @Test
  void losesNothingAndAcceptsNothingMeanwhile() throws Exception {
    int port = FreePorts.next();
    EmbeddedPostgres database = start(port);
    new PlatformDatabase("vmgate", "vmgate", "secret").prepare(database.getPostgresDatabase());
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/vmgate";
    try (Premises premises = new Premises(folder, url, "vmgate", "secret")) {
      PlatformProcess platform = premises.startReplica();
      try (Operator ann = premises.operator(platform).ready()) {
        premises.cluster().pace(2);
        List<Machine> machines = ann.machines("running");
        Map<String, Machine> given = new LinkedHashMap<>();
        for (Machine machine : machines.subList(0, OPERATIONS)) {
          given.put(ann.operate("restart", machine), machine);
        }
        Machine late = machines.get(OPERATIONS);
        String some = given.keySet().iterator().next();

        database.close();

        assertThat(ann.tryTo("restart", late).code()).isEqualTo(50301);
        assertThat(ann.api().get("/api/v1/tasks/" + some, ann.token()).code()).isEqualTo(50301);
        assertThat(ann.api().get("/api/v1/tasks", ann.token()).code()).isEqualTo(50301);
        assertThat(ann.api().get("/api/v1/vms", ann.token()).code()).isEqualTo(200);
        premises.cluster().pace(20);

        database = start(port);

        await()
            .atMost(PATIENCE)
            .until(() -> ann.api().get("/api/v1/tasks", ann.token()).code() == 200);
        assertThat(given)
            .allSatisfy(
                (task, machine) -> {
                  assertThat(ann.ended(task).path("status").asString()).isEqualTo("success");
                  assertThat(premises.gate().heard(machine.path()))
                      .containsExactly(new Call(machine.path(), "restart", 202));
                });
        assertThat(premises.gate().heard(late.path())).isEmpty();
        assertThat(ann.ended(ann.operate("restart", late)).path("status").asString())
            .isEqualTo("success");
        assertThat(ann.tasks("")).isEqualTo(OPERATIONS + 1);
      }
    } finally {
      database.close();
    }
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedServer.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false)
        .start();
  }
}
