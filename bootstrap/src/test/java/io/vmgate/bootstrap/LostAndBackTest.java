package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ApiClient.Answer;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.testkit.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production platform while what it stands on goes away and comes back. */
class LostAndBackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void staysUpWhileTheClusterIsAway() throws IOException, SQLException {
    int clusterPort = FreePorts.next();
    Path kubeconfig;
    try (Simulator once = startCluster(clusterPort)) {
      kubeconfig = once.kubeconfig(); // where the cluster will be; now it is gone again
    }
    try (EmbeddedPostgres database = startDatabase(FreePorts.next());
        Platform platform = Platform.start(settings(database.getPort(), kubeconfig));
        ApiClient api = new ApiClient("http://127.0.0.1:" + platform.port())) {
      String token = api.token("acme", "ann", "first password");

      assertThat(api.get("/health/liveness").status()).isEqualTo(200);
      assertThat(api.get("/health/readiness").status()).isEqualTo(503);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(reason(api.get("/health"))).contains("cannot be reached"));
      assertThat(api.get("/api/v1/vms", token).code()).isEqualTo(50301);

      Simulator cluster = startCluster(clusterPort);
      await().atMost(PATIENCE).until(() -> api.get("/health/readiness").status() == 200);
      // Ready as soon as all is read; live once every watch is open, which a busy machine delays.
      await().atMost(PATIENCE).until(() -> status(api.get("/health")).equals("UP"));
      Answer live = api.get("/api/v1/vms", token);
      assertThat(live.data().path("total").asInt()).isPositive();
      assertThat(live.headers()).doesNotContainKey("x-data-stale-seconds");

      cluster.close();
      await()
          .atMost(PATIENCE)
          .until(() -> api.get("/api/v1/vms", token).headers().containsKey("x-data-stale-seconds"));
      Answer stale = api.get("/api/v1/vms", token);
      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.data()).isEqualTo(live.data());
      assertThat(api.get("/health/readiness").status()).isEqualTo(200);

      try (Simulator _ = startCluster(clusterPort)) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> !api.get("/api/v1/vms", token).headers().containsKey("x-data-stale-seconds"));
      }
    }
  }

  @Test
  void showsMachinesWhileTheDatabaseIsAway() throws IOException, SQLException {
    int databasePort = FreePorts.next();
    EmbeddedPostgres database = startDatabase(databasePort);
    try (Simulator cluster = startCluster(0);
        Platform platform = Platform.start(settings(databasePort, cluster.kubeconfig()));
        ApiClient api = new ApiClient("http://127.0.0.1:" + platform.port())) {
      String token = api.token("acme", "ann", "first password");
      await().atMost(PATIENCE).until(() -> api.get("/api/v1/vms", token).status() == 200);

      database.close();

      Answer list = api.get("/api/v1/vms", token);
      assertThat(list.status()).isEqualTo(200);
      assertThat(list.data().path("total").asInt()).isPositive();
      assertThat(api.signIn("acme", "ann", "first password").code()).isEqualTo(50301);
      assertThat(reason(api.get("/health"))).isEqualTo("cannot be reached");
      assertThat(status(api.get("/health"))).isEqualTo("DEGRADED");
      assertThat(api.get("/health/readiness").status()).isEqualTo(200);

      database = startDatabase(databasePort);
      await()
          .atMost(PATIENCE)
          .until(() -> api.signIn("acme", "ann", "first password").status() == 200);
      assertThat(status(api.get("/health"))).isEqualTo("UP");
    } finally {
      database.close();
    }
  }

  private static String status(Answer health) {
    return health.body() == null ? "" : health.body().path("status").asString();
  }

  private static String reason(Answer health) {
    return String.valueOf(health.body()).replaceAll(".*\"reason\":\"([^\"]*)\".*", "$1");
  }

  private Simulator startCluster(int port) throws IOException {
    return Simulator.start(SimulatorOptions.in(folder.resolve("cluster")).withPort(port));
  }

  private EmbeddedPostgres startDatabase(int port) throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedServer.builder()
            .setPort(port)
            .setDataDirectory(folder.resolve("postgres"))
            .setCleanDataDirectory(false)
            .start();
    new PlatformDatabase("vmgate", "vmgate", "secret").prepare(server.getPostgresDatabase());
    return server;
  }

  private PlatformSettings settings(int databasePort, Path kubeconfig) throws IOException {
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(
        tenants,
        """
        {"tenants":[{"tenantId":"acme","namespaces":["shop"],
          "users":[{"username":"ann","password":"first password","roles":["viewer"]}]}]}
        """);
    return PlatformSettings.from(
        new Environment(
            Map.of(
                "VMGATE_HOST",
                "127.0.0.1",
                "VMGATE_PORT",
                "0",
                "VMGATE_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/vmgate",
                "VMGATE_DATABASE_PASSWORD",
                "secret",
                "VMGATE_KUBECONFIG",
                kubeconfig.toString(),
                "VMGATE_TENANTS_FILE",
                tenants.toString())));
  }
}
