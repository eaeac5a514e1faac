package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to machines, told over HTTP by replicas that come and go. */
class EventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void tellEverythingOnceAlthoughReplicasComeAndGo() throws Exception {
    try (Simulator cluster = startCluster();
        EmbeddedPostgres database = startDatabase()) {
      PlatformSettings settings = settings(database.getPort(), cluster.kubeconfig());
      String token;
      String crashed;
      String shut;
      String moved;
      String operated;
      try (Platform one = Platform.start(settings);
          ApiClient api = new ApiClient("http://127.0.0.1:" + one.port())) {
        token = api.token("acme", "ann", "first password");
        await().atMost(PATIENCE).until(() -> running(api, token).size() >= 3);
        List<JsonNode> machines = running(api, token);
        JsonNode first = machines.get(0);
        JsonNode second = machines.get(1);
        crashed = first.path("id").asString();
        shut = second.path("id").asString();
        operated = machines.get(2).path("id").asString();
        moved = movable(machines);
        awaitDuty(api);

        assertThat(cluster.crashGuest(text(first, "namespace"), text(first, "name"))).isTrue();
        assertThat(cluster.shutDownGuest(text(second, "namespace"), text(second, "name"))).isTrue();
        api.post("/api/v1/vms/" + operated + "/stop", "{\"force\":true}", token);

        awaitEvent(api, token, crashed, "crashed");
        awaitEvent(api, token, shut, "guestShutdown");
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    types(api, token, operated).equals(List.of("stop"))
                        && status(api, token, operated).equals("stopped"));
      }
      try (Platform two = Platform.start(settings);
          Platform three = Platform.start(settings);
          ApiClient api = new ApiClient("http://127.0.0.1:" + two.port());
          ApiClient other = new ApiClient("http://127.0.0.1:" + three.port())) {
        await().atMost(PATIENCE).until(() -> running(api, token).size() >= 1);
        migrate(cluster, api, token, moved);
        awaitEvent(other, token, moved, "migrated");

        assertThat(types(api, token, crashed).stream().filter("crashed"::equals)).hasSize(1);
        assertThat(types(api, token, shut).stream().filter("guestShutdown"::equals)).hasSize(1);
        assertThat(types(api, token, moved).stream().filter("migrated"::equals)).hasSize(1);
        assertThat(types(api, token, operated)).containsExactly("stop");
        JsonNode move =
            events(api, token, moved).stream()
                .filter(event -> text(event, "eventType").equals("migrated"))
                .findFirst()
                .orElseThrow();
        assertThat(text(move.path("extra"), "fromNode"))
            .isNotEmpty()
            .isNotEqualTo(text(move.path("extra"), "toNode"));
        assertThat(text(move, "operator")).isEqualTo("system");
        assertThat(
                api.get("/api/v1/vms/" + crashed, token)
                    .data()
                    .path("eventInfo")
                    .valueStream()
                    .map(event -> text(event, "eventType")))
            .contains("crashed");
      }
    }
  }

  /** On duty once it has seen every machine. */
  private static void awaitDuty(ApiClient api) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String metrics = api.text("/prometheus");
              return metrics.contains("vmgate_chronicler_duty 1.0")
                  && metrics.contains("vmgate_chronicler_waiting 0.0")
                  && metrics.contains("vmgate_bus_connected 1.0");
            });
  }

  private static void awaitEvent(ApiClient api, String token, String machine, String type) {
    await().atMost(PATIENCE).until(() -> types(api, token, machine).contains(type));
  }

  private static List<String> types(ApiClient api, String token, String machine) {
    return events(api, token, machine).stream().map(event -> text(event, "eventType")).toList();
  }

  private static List<JsonNode> events(ApiClient api, String token, String machine) {
    return api.get("/api/v1/vms/" + machine + "/events?pageSize=200", token)
        .data()
        .path("list")
        .valueStream()
        .toList();
  }

  private static String status(ApiClient api, String token, String machine) {
    return api.get("/api/v1/vms/" + machine, token)
        .data()
        .path("basicInfo")
        .path("status")
        .asString("");
  }

  private static List<JsonNode> running(ApiClient api, String token) {
    return api.get("/api/v1/vms?status=running&pageSize=200&sortBy=name", token)
        .data()
        .path("list")
        .valueStream()
        .toList();
  }

  /** Not one of the first three, which have other things happen to them. */
  private static String movable(List<JsonNode> machines) {
    return machines.stream()
        .skip(3)
        .filter(machine -> machine.path("extra").path("liveMigratable").asBoolean(false))
        .map(machine -> text(machine, "id"))
        .findFirst()
        .orElseThrow();
  }

  private static void migrate(Simulator cluster, ApiClient api, String token, String machine) {
    JsonNode shown = api.get("/api/v1/vms/" + machine, token).data().path("basicInfo");
    String namespace = text(shown, "namespace");
    GenericKubernetesResource migration = new GenericKubernetesResource();
    migration.setApiVersion("kubevirt.io/v1");
    migration.setKind("VirtualMachineInstanceMigration");
    migration.setMetadata(
        new ObjectMetaBuilder().withName("move-it").withNamespace(namespace).build());
    migration.setAdditionalProperty("spec", Map.of("vmiName", text(shown, "name")));
    try (KubernetesClient client = ClusterClients.fromKubeconfig(cluster.kubeconfig())) {
      client
          .genericKubernetesResources(
              new ResourceDefinitionContext.Builder()
                  .withGroup("kubevirt.io")
                  .withVersion("v1")
                  .withKind("VirtualMachineInstanceMigration")
                  .withPlural("virtualmachineinstancemigrations")
                  .withNamespaced(true)
                  .build())
          .inNamespace(namespace)
          .resource(migration)
          .create();
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private Simulator startCluster() throws IOException {
    return Simulator.start(SimulatorOptions.in(folder.resolve("cluster")).withPace(10));
  }

  private static EmbeddedPostgres startDatabase() throws IOException, SQLException {
    EmbeddedPostgres server = EmbeddedServer.builder().start();
    new PlatformDatabase("vmgate", "vmgate", "secret").prepare(server.getPostgresDatabase());
    return server;
  }

  private PlatformSettings settings(int databasePort, Path kubeconfig) throws IOException {
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(
        tenants,
        new JsonMapper()
            .writeValueAsString(
                Map.of(
                    "tenants",
                    List.of(
                        Map.of(
                            "tenantId",
                            "acme",
                            "name",
                            "ACME",
                            "namespaces",
                            List.of("shop", "shop-staging"),
                            "users",
                            List.of(
                                Map.of(
                                    "username", "ann",
                                    "password", "first password",
                                    "roles", List.of("operator"))))))));
    return PlatformSettings.from(
        new Environment(
            Map.of(
                "VMGATE_HOST",
                "127.0.0.1",
                "VMGATE_PORT",
                "0",
                "VMGATE_DATABASE_URL",
                "jdbc:postgresql://localhost:" + databasePort + "/vmgate",
                "VMGATE_DATABASE_PASSWORD",
                "secret",
                "VMGATE_KUBECONFIG",
                kubeconfig.toString(),
                "VMGATE_TENANTS_FILE",
                tenants.toString())));
  }
}
