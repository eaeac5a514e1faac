package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestartTest {
  private static final String SHOP = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines";
  private static final String[] MERGE = {"Content-Type", "application/merge-patch+json"};

  @Test
  void findsItsChangesAgain(@TempDir Path folder) throws IOException {
    long version;
    String uid;
    try (Simulator first = Simulator.start(SimulatorOptions.in(folder).withPace(1000))) {
      ApiClient client = new ApiClient(first);
      uid = Json.uid(client.get(SHOP + "/web-1").json());
      change(client);
      version = first.store().version();
    }
    try (Simulator second = Simulator.start(SimulatorOptions.in(folder).withPace(1000))) {
      ApiClient client = new ApiClient(second);
      assertThat(second.store().version()).isGreaterThan(version);
      expectChanges(client);
      assertThat(Json.uid(client.get(SHOP + "/web-1").json())).isEqualTo(uid);
    }
  }

  /** Many, since one alone could be written in time by chance. */
  @Test
  void losesNothingThatItAnsweredBeforeItIsKilled(@TempDir Path folder, @TempDir Path copies)
      throws IOException {
    try (Simulator killed = Simulator.start(SimulatorOptions.in(folder).withPace(1000))) {
      ApiClient client = new ApiClient(killed);
      for (int i = 0; i < 10; i++) {
        String label = "{\"metadata\":{\"labels\":{\"turn\":\"t" + i + "\"}}}";
        client.send("PATCH", SHOP + "/web-1", label, MERGE);
        // What is in the file now is what a kill would leave.
        assertThat(Files.readString(folder.resolve("changes.jsonl")))
            .contains("\"turn\":\"t" + i + "\"");
      }
      change(client);
      // That machine ends a little after it was asked to, by nobody's call.
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () -> Files.readString(folder.resolve("changes.jsonl")).contains("\"shop/batch-2\""));
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> copy(file, copies.resolve(file.getFileName())));
      }
    }
    Files.writeString(
        copies.resolve("changes.jsonl"), "{\"version\":9, \"obj", StandardOpenOption.APPEND);
    try (Simulator next = Simulator.start(SimulatorOptions.in(copies).withPace(1000))) {
      expectChanges(new ApiClient(next));
    }
  }

  @Test
  void goesOnWithAMachineThatWasUnderWay(@TempDir Path folder) throws IOException {
    try (Simulator first = Simulator.start(SimulatorOptions.in(folder).withPace(0.001))) {
      new ApiClient(first)
          .send("PATCH", SHOP + "/batch-2", "{\"spec\":{\"runStrategy\":\"Always\"}}", MERGE);
    }
    try (Simulator second = Simulator.start(SimulatorOptions.in(folder).withPace(1000))) {
      ApiClient client = new ApiClient(second);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  Json.text(client.get(SHOP + "/batch-2").json(), "status", "printableStatus")
                      .equals("Running"));
    }
  }

  @Test
  void goesOnWithServicesAndWhatFollowsThem(@TempDir Path folder) throws IOException {
    SimulatorOptions options = SimulatorOptions.in(folder).withPace(1000);
    String services = "/api/v1/namespaces/shop/services";
    String uid;
    try (Simulator first = Simulator.start(options)) {
      ApiClient client = new ApiClient(first);
      String owner = Json.uid(client.get(SHOP + "/web-1").json());
      String body =
          """
          {"metadata":{"name":"own","ownerReferences":[{"apiVersion":"kubevirt.io/v1",
            "kind":"VirtualMachine","name":"web-1","uid":"%s"}]},
           "spec":{"type":"LoadBalancer","selector":{"vmi.kubevirt.io/id":"web-1"},
            "ports":[{"port":80,"nodePort":30023}]}}
          """
              .formatted(owner);
      assertThat(client.send("POST", services, body).status()).isEqualTo(201);
      await().atMost(Duration.ofSeconds(10)).until(() -> hasBalancer(client, services + "/own"));
      await().atMost(Duration.ofSeconds(10)).until(() -> slices(client).size() == 1);
      uid = Json.uid(slices(client).path(0));
    }
    try (Simulator second = Simulator.start(options)) {
      ApiClient client = new ApiClient(second);
      assertThat(hasBalancer(client, services + "/own")).isTrue();
      assertThat(Json.uid(slices(client).path(0))).isEqualTo(uid);
      String same =
          "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80,"
              + "\"nodePort\":30023}]}}";
      assertThat(client.send("POST", services, same).status()).isEqualTo(422);

      client.send("DELETE", SHOP + "/web-1", "");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> client.get(services + "/own").status() == 404);
      assertThat(slices(client)).isEmpty();
      assertThat(client.send("POST", services, same).status()).isEqualTo(201);
    }
  }

  private static boolean hasBalancer(ApiClient client, String service) {
    return !Json.at(client.get(service).json(), "status", "loadBalancer", "ingress").isEmpty();
  }

  private static JsonNode slices(ApiClient client) {
    return client
        .get(
            "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name%3Down")
        .json()
        .path("items");
  }

  @Test
  void dropsWhatBelongedToMachinesThatAreNoLongerThere(@TempDir Path folder) throws IOException {
    SimulatorOptions many = SimulatorOptions.in(folder).withMachines(60);
    String name;
    try (Simulator first = Simulator.start(many)) {
      StoredObject last =
          first.store().snapshot(ResourceTypes.VMI, "load-000").objects().getFirst();
      name = last.name();
      first.store().put(ResourceTypes.VMI, last.toNode());
    }
    try (Simulator second = Simulator.start(many.withMachines(40))) {
      assertThat(second.store().find(ResourceTypes.VMI, "load-000/" + name)).isEmpty();
    }
    try (Simulator third = Simulator.start(many)) {
      assertThat(third.store().find(ResourceTypes.VM, "load-000/" + name)).isPresent();
    }
  }

  @Test
  void refusesAFolderThatIsInUse(@TempDir Path folder) throws IOException {
    SimulatorOptions options = SimulatorOptions.in(folder).withMachines(0);
    try (Simulator first = Simulator.start(options)) {
      assertThat(first.url()).startsWith("https://127.0.0.1:");
      assertThatThrownBy(() -> Simulator.start(options))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("The data folder is in use by another simulator");
    }
  }

  private static void change(ApiClient client) {
    client.send("PATCH", SHOP + "/web-1", "{\"metadata\":{\"labels\":{\"kept\":\"yes\"}}}", MERGE);
    client.send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"new\"}}");
    client.send("POST", "/api/v1/namespaces/new/services", service("s"));
    client.send("POST", "/api/v1/namespaces/new/services", service("brief"));
    client.send("DELETE", "/api/v1/namespaces/new/services/brief", "");
    client.send("DELETE", SHOP + "/batch-2", "");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> client.get(SHOP + "/batch-2").status() == 404);
  }

  private static String service(String name) {
    return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":[{\"port\":1}]}}";
  }

  private static void expectChanges(ApiClient client) {
    assertThat(Json.text(client.get(SHOP + "/web-1").json(), "metadata", "labels", "kept"))
        .isEqualTo("yes");
    assertThat(
            List.of(
                client.get("/api/v1/namespaces/new/services/s").status(),
                client.get("/api/v1/namespaces/new/services/brief").status(),
                client.get(SHOP + "/batch-2").status()))
        .containsExactly(200, 404, 404);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
