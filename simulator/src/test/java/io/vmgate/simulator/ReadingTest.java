package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingTest {
  private static final String MACHINES = "/apis/kubevirt.io/v1/virtualmachines";
  private static final String SHOP = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines";

  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void refusesARequestWithoutTheToken() {
    ApiClient.Answer answer = client.sendWithoutToken("GET", MACHINES);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}");
    assertThat(client.sendWithoutToken("GET", MACHINES, "Authorization", "Bearer wrong").status())
        .isEqualTo(401);
  }

  @Test
  void tellsVersionAndHealthToAnybody() {
    assertThat(client.sendWithoutToken("GET", "/version").json().path("gitVersion").stringValue(""))
        .startsWith("v1.34");
    assertThat(client.sendWithoutToken("GET", "/readyz").text()).isEqualTo("ok");
    assertThat(client.sendWithoutToken("GET", "/livez?verbose").text())
        .contains("[+]etcd ok", "livez check passed");
  }

  @Test
  void readsOneObject() {
    JsonNode machine = client.get(SHOP + "/web-1").json();

    assertThat(Json.text(machine, "kind")).isEqualTo("VirtualMachine");
    assertThat(Json.text(machine, "apiVersion")).isEqualTo("kubevirt.io/v1");
    assertThat(Json.text(machine, "status", "printableStatus")).isEqualTo("Running");
  }

  @Test
  void answersNotFoundAsTheServerDoes() {
    ApiClient.Answer answer = client.get(SHOP + "/nobody");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                + "\"message\":\"virtualmachines.kubevirt.io \\\"nobody\\\" not found\",\"reason\":\"NotFound\","
                + "\"details\":{\"name\":\"nobody\",\"group\":\"kubevirt.io\",\"kind\":\"virtualmachines\"},"
                + "\"code\":404}");
    assertThat(client.get("/apis/nothing.io/v1/things").text()).isEqualTo("404 page not found\n");
  }

  @Test
  void listsPageByPage() {
    List<String> whole = names(client.get(MACHINES).json());
    List<String> paged = new ArrayList<>();
    String next = "";
    long remaining;
    do {
      JsonNode page = client.get(MACHINES + "?limit=3&continue=" + next).json();
      paged.addAll(names(page));
      next = Json.text(page, "metadata", "continue");
      remaining = Json.at(page, "metadata", "remainingItemCount").longValue(0);
      assertThat(remaining).isEqualTo(whole.size() - paged.size());
    } while (!next.isEmpty());

    assertThat(paged).isEqualTo(whole).hasSizeGreaterThan(5);
  }

  @Test
  void keepsAPagedListConsistentWhileObjectsChange() {
    put("v1", "Namespace", "", "paged");
    for (String name : List.of("a", "b", "c", "d")) {
      put("v1", "Service", "paged", name);
    }
    String path = "/api/v1/namespaces/paged/services";
    JsonNode first = client.get(path + "?limit=2").json();
    simulator.store().remove(ResourceTypes.SERVICE, "paged/c");
    put("v1", "Service", "paged", "e");

    JsonNode second =
        client.get(path + "?limit=9&continue=" + Json.text(first, "metadata", "continue")).json();

    assertThat(names(second)).containsExactly("c", "d");
    assertThat(Json.text(second, "metadata", "resourceVersion"))
        .isEqualTo(Json.text(first, "metadata", "resourceVersion"));
  }

  @Test
  void selectsByLabelAndField() {
    assertThat(names(client.get(SHOP + "?labelSelector=app+in+(db-3,win-9),!nothing").json()))
        .contains("db-3", "win-9")
        .doesNotContain("web-1");
    assertThat(names(client.get(MACHINES + "?fieldSelector=metadata.name%3Dweb-1").json()))
        .containsOnly("web-1");
    assertThat(
            names(
                client
                    .get(
                        "/api/v1/namespaces/shop/pods?fieldSelector=spec.nodeName%3Dnode-c,status.phase%3DRunning")
                    .json()))
        .contains("virt-launcher-cirros-8-m4t6s");
    assertThat(
            client
                .get(
                    "/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3Dweb-1,reason%3DPaused")
                .json()
                .path("items"))
        .hasSize(1);
    ApiClient.Answer refused = client.get(MACHINES + "?fieldSelector=spec.nodeName%3Dnode-a");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("field label not supported: spec.nodeName", "BadRequest");
    assertThat(client.get(MACHINES + "?labelSelector=a+near+b").status()).isEqualTo(400);
  }

  @Test
  void showsTheColumnsOfKubeVirt() {
    JsonNode table =
        client
            .get(
                "/apis/kubevirt.io/v1/namespaces/shop/virtualmachineinstances",
                "Accept",
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            .json();

    assertThat(table.path("columnDefinitions").valueStream().map(c -> Json.text(c, "name")))
        .containsExactly(
            "Name", "Age", "Phase", "IP", "NodeName", "Ready", "Live-Migratable", "Paused");
    assertThat(
            table.path("rows").valueStream().map(row -> row.path("cells").path(0).stringValue("")))
        .contains("web-1");
  }

  @Test
  void watchesFromAList() throws IOException {
    put("v1", "Namespace", "", "watched");
    String version =
        Json.text(
            client.get("/api/v1/namespaces/watched/services").json(),
            "metadata",
            "resourceVersion");
    try (BufferedReader events =
        client.lines(
            "/api/v1/namespaces/watched/services?watch=true&allowWatchBookmarks=true&timeoutSeconds=3&resourceVersion="
                + version)) {
      put("v1", "Service", "watched", "one");
      put("v1", "Service", "elsewhere", "two");
      put("v1", "Service", "watched", "one");
      simulator.store().remove(ResourceTypes.SERVICE, "watched/one");

      List<String> seen = new ArrayList<>();
      events.lines().map(ReadingTest::event).forEach(seen::add);
      assertThat(seen).containsExactly("ADDED one", "MODIFIED one", "DELETED one", "BOOKMARK ");
    }
  }

  @Test
  void beginsAWatchWithWhatIsThere() throws IOException {
    try (BufferedReader events = client.lines("/api/v1/nodes?watch=1&timeoutSeconds=1")) {
      assertThat(events.lines().map(ReadingTest::event))
          .containsExactlyInAnyOrder("ADDED node-a", "ADDED node-b", "ADDED node-c", "ADDED cp-1");
    }
  }

  @Test
  void endsAWatchFromBeforeTheCompactionWithGone() throws IOException {
    put("v1", "Namespace", "", "gone");
    simulator.store().compact();
    try (BufferedReader events = client.lines("/api/v1/pods?watch=1&resourceVersion=5")) {
      List<String> lines = events.lines().toList();
      assertThat(lines).hasSize(1);
      JsonNode event = Json.parse(lines.getFirst().getBytes(StandardCharsets.UTF_8));
      assertThat(Json.text(event, "type")).isEqualTo("ERROR");
      assertThat(Json.text(event, "object", "message")).startsWith("too old resource version: 5 (");
      assertThat(Json.text(event, "object", "reason")).isEqualTo("Expired");
      assertThat(Json.at(event, "object", "code").intValue(0)).isEqualTo(410);
    }
  }

  @Test
  void givesUpOnAWatchWhoseClientDoesNotKeepUp(@TempDir Path folder) throws IOException {
    try (Simulator small =
            Simulator.start(SimulatorOptions.in(folder).withMachines(0).withHistoryLimit(20));
        BufferedReader events =
            new ApiClient(small).lines("/api/v1/services?watch=1&timeoutSeconds=60")) {
      ObjectNode service = Json.object();
      service.putObject("metadata").put("namespace", "default").put("name", "big");
      Random noise = new Random(1);
      for (int i = 0; i < 3000; i++) {
        service.put("text", Long.toHexString(noise.nextLong()).repeat(1000));
        small.store().put(ResourceTypes.SERVICE, service.deepCopy());
      }
      String last = "";
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        last = line;
      }
      assertThat(last).startsWith("{\"type\":\"ERROR\"").contains("too old resource version");
    }
  }

  @Test
  void beginsAStreamingListWithWhatIsThereAndMarksItsEnd() throws IOException {
    try (BufferedReader events =
        client.lines(
            "/api/v1/nodes?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan")) {
      List<String> lines = events.lines().toList();
      assertThat(lines.get(4)).contains("\"k8s.io/initial-events-end\":\"true\"");
    }
    try (BufferedReader events =
        client.lines(
            "/api/v1/nodes?watch=1&timeoutSeconds=1&sendInitialEvents=false"
                + "&resourceVersionMatch=NotOlderThan")) {
      assertThat(events.lines()).isEmpty();
    }
  }

  @Test
  void keepsTokenAndCertificateOverARestart(@TempDir Path folder) throws IOException {
    String token;
    try (Simulator first = Simulator.start(SimulatorOptions.in(folder))) {
      token = first.token();
    }
    try (Simulator second = Simulator.start(SimulatorOptions.in(folder))) {
      assertThat(second.token()).isEqualTo(token);
      assertThat(new ApiClient(second).get("/api/v1/nodes").status()).isEqualTo(200);
    }
  }

  private void put(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("namespace", namespace).put("name", name);
    simulator.store().put(ResourceTypes.ofKind(apiVersion, kind).orElseThrow(), object);
  }

  private static String event(String line) {
    JsonNode event = Json.parse(line.getBytes(StandardCharsets.UTF_8));
    return Json.text(event, "type") + " " + Json.name(event.path("object"));
  }

  private static List<String> names(JsonNode list) {
    return list.path("items").valueStream().map(Json::name).toList();
  }
}
