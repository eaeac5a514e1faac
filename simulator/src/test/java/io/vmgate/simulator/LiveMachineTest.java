package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveMachineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String MACHINES = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines";

  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withPace(500));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void startsAStoppedMachineByAPatch() {
    client.send(
        "PATCH",
        MACHINES + "/batch-2",
        "{\"spec\":{\"runStrategy\":\"Always\"}}",
        "Content-Type",
        "application/merge-patch+json");
    await().atMost(PATIENCE).until(() -> status("batch-2").equals("Running"));
  }

  @Test
  void restartsACrashedGuest() {
    String before = Json.uid(instance("win-9"));
    assertThat(simulator.crashGuest("shop", "win-9")).isTrue();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> !Json.uid(instance("win-9")).equals(before) && status("win-9").equals("Running"));
  }

  @Test
  void leavesPlantedMachinesAsTheyAreUntilSomethingChanges() {
    client.send(
        "PATCH",
        MACHINES + "/legacy-erp",
        "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}",
        "Content-Type",
        "application/merge-patch+json");
    client.send(
        "PATCH",
        MACHINES + "/app-4",
        "{\"spec\":{\"runStrategy\":\"Halted\"}}",
        "Content-Type",
        "application/merge-patch+json");
    await().atMost(PATIENCE).until(() -> status("app-4").equals("Stopped"));
    assertThat(status("legacy-erp")).isEqualTo("Stopping");
  }

  @Test
  void tellsChangesOverAWebSocket() throws Exception {
    List<String> messages = new CopyOnWriteArrayList<>();
    WebSocket socket =
        client
            .http()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + simulator.token())
            .buildAsync(
                URI.create(
                    simulator.url().replace("https:", "wss:")
                        + "/api/v1/nodes?watch=true&timeoutSeconds=5"),
                new Collector(messages))
            .get(20, TimeUnit.SECONDS);

    await().atMost(PATIENCE).until(() -> messages.size() >= 4);
    JsonNode event = Json.parse(messages.getFirst().getBytes(StandardCharsets.UTF_8));
    assertThat(Json.text(event, "type")).isEqualTo("ADDED");
    assertThat(Json.text(event, "object", "kind")).isEqualTo("Node");
    await().atMost(PATIENCE).until(socket::isInputClosed);
  }

  private String status(String name) {
    return Json.text(client.get(MACHINES + "/" + name).json(), "status", "printableStatus");
  }

  private JsonNode instance(String name) {
    return client
        .get("/apis/kubevirt.io/v1/namespaces/shop/virtualmachineinstances/" + name)
        .json();
  }

  private static final class Collector implements WebSocket.Listener {
    private final List<String> messages;
    private final StringBuilder part = new StringBuilder();

    Collector(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
