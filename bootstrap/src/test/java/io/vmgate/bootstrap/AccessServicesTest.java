package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.bootstrap.ApiClient.Answer;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Ports published through two replicas, and opened as people do. */
@TestInstance(Lifecycle.PER_CLASS)
class AccessServicesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String USERS =
      """
      [{"username":"ann","password":"first password","roles":["operator"]}]
      """;

  private final HttpClient browser = HttpClient.newHttpClient();
  private Simulator cluster;
  private EmbeddedPostgres database;
  private Platform one;
  private Platform two;
  private ApiClient api;
  private ApiClient other;
  private String token;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    cluster =
        Simulator.start(
            SimulatorOptions.in(folder.resolve("cluster")).withPace(10).withOpenPorts(true));
    database = EmbeddedServer.builder().start();
    new PlatformDatabase("vmgate", "vmgate", "secret").prepare(database.getPostgresDatabase());
    Map<String, String> variables = ReplicaSettings.of(folder, database, cluster, USERS);
    variables.put("VMGATE_PUBLIC_NODE_ADDRESS", "127.0.0.1");
    PlatformSettings settings = PlatformSettings.from(new Environment(variables));
    one = Platform.start(settings);
    two = Platform.start(settings);
    api = new ApiClient("http://127.0.0.1:" + one.port());
    other = new ApiClient("http://127.0.0.1:" + two.port());
    token = api.token("acme", "ann", "first password");
    for (ApiClient each : List.of(api, other)) {
      await().atMost(PATIENCE).until(() -> each.get("/health/readiness").status() == 200);
    }
  }

  @AfterAll
  void stop() throws IOException {
    browser.close();
    api.close();
    other.close();
    one.close();
    two.close();
    cluster.close();
    database.close();
  }

  @Test
  void leadWhereTheirAddressSaysAsLongAsTheMachineRuns() throws Exception {
    String vm = machine("web-1");
    JsonNode made =
        publish(vm, "{\"serviceType\":\"NodePort\",\"ports\":[{\"port\":8080,\"targetPort\":80}]}");
    String id = made.path("serviceId").asString();
    String address = made.path("accessAddr").asString();
    assertThat(address).matches("127\\.0\\.0\\.1:3\\d{4}");

    awaitStatus(vm, id, "running");
    assertThat(open(address)).contains("web-1");
    assertThat(probe(vm, id).path("reachable").asBoolean()).isTrue();

    operate(vm, "stop");
    awaitStatus(vm, id, "stopped");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode probed = probe(vm, id);
              assertThat(probed.path("reachable").asBoolean()).isFalse();
              assertThat(probed.path("checks").path(0).path("reason").asString())
                  .isEqualTo("refused");
            });

    operate(vm, "start");
    awaitStatus(vm, id, "running");
    assertThat(open(address)).contains("web-1");

    assertThat(api.delete(path(vm) + "s/" + id, token).status()).isEqualTo(200);
    assertThat(service(api, vm, id).isMissingNode()).isTrue();
    await().atMost(PATIENCE).until(() -> service(other, vm, id).isMissingNode());
    await().atMost(PATIENCE).until(() -> isClosed(address));
    assertThat(events(vm)).contains("publish", "unpublish");
  }

  @Test
  void waitForTheAddressOfALoadBalancer() throws Exception {
    String vm = machine("search");
    JsonNode made =
        publish(
            vm,
            """
            {"serviceType":"LoadBalancer","serviceName":"shop-front",
             "ports":[{"port":18080,"targetPort":80,"name":"http"}]}
            """);
    String id = made.path("serviceId").asString();
    assertThat(made.path("extra").path("status").asString()).isIn("pending", "running");
    awaitStatus(vm, id, "running");

    String address = service(api, vm, id).path("accessAddr").asString();
    assertThat(address).endsWith(":18080");
    assertThat(open(address)).contains("search");
    Answer again =
        api.post(
            path(vm),
            "{\"serviceType\":\"ClusterIP\",\"serviceName\":\"shop-front\",\"ports\":[{\"port\":1}]}",
            token);
    assertThat(again.code()).isEqualTo(40905);
    assertThat(again.data().path("fieldErrors").path(0).path("field").asString())
        .isEqualTo("serviceName");
  }

  @Test
  void areRemovedByOneReplicaWhenTheyExpire() {
    String vm = machine("cart-api");
    JsonNode made =
        publish(
            vm,
            """
            {"serviceType":"ClusterIP","ports":[{"port":5432}],
             "extra":{"expireTime":10,"allowFrom":["10.0.0.0/8"]}}
            """);
    String id = made.path("serviceId").asString();
    assertThat(policies()).anyMatch(name -> name.contains("cart-api"));

    await()
        .atMost(Duration.ofSeconds(70))
        .until(
            () -> service(api, vm, id).isMissingNode() && service(other, vm, id).isMissingNode());

    await()
        .atMost(PATIENCE)
        .until(() -> policies().stream().noneMatch(name -> name.contains("cart-api")));
    await()
        .atMost(PATIENCE)
        .until(() -> events(vm).stream().filter("serviceExpired"::equals).count() == 1);
    JsonNode event =
        other
            .get("/api/v1/vms/" + vm + "/events?eventType=serviceExpired", token)
            .data()
            .path("list")
            .path(0);
    assertThat(event.path("operator").asString()).isEqualTo("system");
    assertThat(event.path("status").asString()).isEqualTo("success");
  }

  @Test
  void areMadeOnceHoweverOftenTheRequestIsRepeatedAtWhicheverReplica() {
    String vm = machine("web-1");
    String body = "{\"serviceType\":\"ClusterIP\",\"ports\":[{\"port\":9}]}";
    Answer first = api.post(path(vm), body, token, "Idempotency-Key", "once");
    Answer second = other.post(path(vm), body, token, "Idempotency-Key", "once");

    assertThat(first.status()).as(String.valueOf(first.body())).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(
            api.get(path(vm) + "s", token)
                .data()
                .valueStream()
                .filter(each -> each.path("ports").path(0).path("port").asInt() == 9))
        .hasSize(1);
  }

  @Test
  void areToldOfOnceByTheStreamsOfBothReplicasWhoeverChangesThem() throws Exception {
    String vm = machine("web-1");
    try (FollowedStream here = follow(one);
        FollowedStream there = follow(two);
        KubernetesClient kubectl = ClusterClients.fromKubeconfig(cluster.kubeconfig())) {
      List<FollowedStream> streams = List.of(here, there);
      JsonNode made =
          publish(
              vm, "{\"serviceType\":\"NodePort\",\"ports\":[{\"port\":8081,\"targetPort\":80}]}");
      String id = made.path("serviceId").asString();
      for (FollowedStream stream : streams) {
        await()
            .atMost(PATIENCE)
            .until(() -> told(stream, id).stream().anyMatch(each -> is(each, "running")));
        assertThat(told(stream, id).getLast()).isEqualTo(service(api, vm, id));
      }

      var service =
          kubectl.services().inNamespace("shop").withName(made.path("serviceName").asString());
      service.edit(
          seen -> seen.edit().editSpec().editPort(0).withPort(8082).endPort().endSpec().build());
      for (FollowedStream stream : streams) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    told(stream, id).getLast().path("ports").path(0).path("port").asInt() == 8082);
      }
      service.delete();

      for (FollowedStream stream : streams) {
        await()
            .atMost(PATIENCE)
            .until(() -> told(stream, id).getLast().path("extra").path("deleted").asBoolean(false));
        List<JsonNode> all = told(stream, id);
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all)
            .extracting(each -> each.path("extra").path("vmId").asString())
            .containsOnly(vm);
      }
    }
  }

  private FollowedStream follow(Platform replica) throws IOException, InterruptedException {
    FollowedStream stream = FollowedStream.open("http://127.0.0.1:" + replica.port(), token, "");
    await().atMost(PATIENCE).until(() -> !stream.events("ready").isEmpty());
    return stream;
  }

  /** What a stream has told of a service, in order. */
  private static List<JsonNode> told(FollowedStream stream, String id) {
    return stream.events("service").stream()
        .filter(event -> event.text("serviceId").equals(id))
        .map(FollowedStream.Event::data)
        .toList();
  }

  private static boolean is(JsonNode service, String status) {
    return service.path("status").asString("").equals(status);
  }

  private String machine(String name) {
    return api.get("/api/v1/vms?namespace=shop&nameLike=" + name, token)
        .data()
        .path("list")
        .path(0)
        .path("id")
        .asString();
  }

  private JsonNode publish(String vm, String body) {
    Answer answer = api.post(path(vm), body, token);
    assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(200);
    String id = answer.data().path("serviceId").asString();
    assertThat(service(api, vm, id).isMissingNode()).as("shown at once").isFalse();
    return answer.data();
  }

  private List<String> policies() {
    return cluster.store().snapshot(ResourceTypes.NETWORK_POLICY, "shop").objects().stream()
        .map(StoredObject::name)
        .toList();
  }

  private static String path(String vm) {
    return "/api/v1/vms/" + vm + "/access-service";
  }

  private JsonNode service(ApiClient replica, String vm, String id) {
    return replica
        .get(path(vm) + "s", token)
        .data()
        .valueStream()
        .filter(each -> each.path("serviceId").asString().equals(id))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  private void awaitStatus(String vm, String id, String status) {
    for (ApiClient replica : List.of(api, other)) {
      await()
          .atMost(PATIENCE)
          .until(() -> service(replica, vm, id).path("status").asString("").equals(status));
    }
  }

  private JsonNode probe(String vm, String id) {
    Answer answer = other.get(path(vm) + "s/" + id + "/probe", token);
    assertThat(answer.status()).as(String.valueOf(answer.body())).isIn(200, 429);
    return answer.data();
  }

  private List<String> events(String vm) {
    return api.get("/api/v1/vms/" + vm + "/events?pageSize=100", token)
        .data()
        .path("list")
        .valueStream()
        .map(event -> event.path("eventType").asString())
        .toList();
  }

  private void operate(String vm, String action) {
    Answer answer =
        await()
            .atMost(PATIENCE)
            .until(
                () -> api.post("/api/v1/vms/" + vm + "/" + action, "{\"force\":true}", token),
                each -> each.status() == 200);
    String task = answer.data().path("taskId").asString();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                api.get("/api/v1/tasks/" + task + "?wait=5", token)
                    .data()
                    .path("status")
                    .asString()
                    .equals("success"));
  }

  private String open(String address) throws IOException, InterruptedException {
    return browser
        .send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                .timeout(Duration.ofSeconds(10))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private boolean isClosed(String address) throws InterruptedException {
    try {
      open(address);
      return false;
    } catch (IOException closed) {
      return true;
    }
  }
}
