package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.fault.Fault;
import io.vmgate.simulator.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FaultTest {
  private static final String NODES = "/api/v1/nodes";

  private Simulator simulator;
  private ApiClient client;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0));
    client = new ApiClient(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void refusesTheNextRequestsThatMatch() {
    client.send(
        "POST",
        "/simulator/faults",
        "{\"status\":503,\"times\":2,\"method\":\"GET\",\"path\":\"nodes\"}");

    assertThat(client.get("/api/v1/pods").status()).isEqualTo(200);
    assertThat(client.get(NODES).status()).isEqualTo(503);
    assertThat(Json.text(client.get(NODES).json(), "reason")).isEqualTo("ServiceUnavailable");
    assertThat(client.get(NODES).status()).isEqualTo(200);
  }

  @Test
  void saysWhenToComeBack() {
    client.send(
        "POST", "/simulator/faults", "{\"status\":429,\"retryAfterSeconds\":7,\"times\":1}");

    ApiClient.Answer answer = client.get(NODES);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(Json.text(answer.json(), "reason")).isEqualTo("TooManyRequests");
  }

  @Test
  void failsUntilTheFaultsAreCleared() {
    simulator.faults().add(Fault.during(Duration.ofMinutes(5), 500));
    assertThat(client.get(NODES).status()).isEqualTo(500);
    assertThat(client.get("/simulator/faults").json().path("faults")).hasSize(1);

    client.send("DELETE", "/simulator/faults", "");
    assertThat(client.get(NODES).status()).isEqualTo(200);
  }

  @Test
  void answersLate() {
    simulator.faults().add(Fault.delay(Duration.ofMillis(300)));
    Instant before = Instant.now();
    assertThat(client.get(NODES).status()).isEqualTo(200);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void cutsTheConnection() {
    client.send("POST", "/simulator/faults", "{\"cut\":true}");
    assertThatThrownBy(() -> client.get(NODES)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void refusesTheRightTokenOnDemand() {
    client.send("PUT", "/simulator/authentication", "{\"refused\":true}");
    assertThat(client.get(NODES).status()).isEqualTo(401);
    client.send("PUT", "/simulator/authentication", "{\"refused\":false}");
    assertThat(client.get(NODES).status()).isEqualTo(200);
  }

  @Test
  void dropsWatchesAndCompacts() throws IOException {
    try (BufferedReader events = client.lines("/api/v1/pods?watch=1")) {
      await().until(() -> stats().path("watchesOpen").intValue(0) == 1);
      assertThat(
              client.send("POST", "/simulator/watches/drop", "").json().path("dropped").intValue(0))
          .isEqualTo(1);
      assertThatThrownBy(events::readLine).isInstanceOf(IOException.class);
    }
    await().until(() -> stats().path("watchesOpen").intValue(1) == 0);
    client.send("POST", "/simulator/history/compact", "");
    assertThat(client.get("/api/v1/pods?resourceVersion=3&resourceVersionMatch=Exact").status())
        .isEqualTo(410);
  }

  @Test
  void becomesUnreachableForAWhile() {
    client.send("POST", "/simulator/unreachable", "{\"mode\":\"refuse\",\"seconds\":5}");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThatThrownBy(() -> new ApiClient(simulator).get(NODES)).isNotNull());
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> new ApiClient(simulator).get(NODES).status() == 200);
  }

  @Test
  void hangsForAWhileAndThenAnswers() {
    assertThat(client.get(NODES).status()).isEqualTo(200);
    Instant before = Instant.now();
    simulator.hang(Duration.ofMillis(600));
    assertThat(client.get(NODES).status()).isEqualTo(200);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void refusesFaultsItDoesNotKnow() {
    assertThat(client.send("POST", "/simulator/faults", "{\"status\":418}").status())
        .isEqualTo(400);
    assertThat(client.send("POST", "/simulator/faults", "{\"sttaus\":500}").text())
        .contains("Unknown field: sttaus");
    assertThat(client.sendWithoutToken("GET", "/simulator/stats").status()).isEqualTo(401);
  }

  @Test
  void changesThePaceAndRefusesANonsensicalOne() {
    assertThat(client.send("PUT", "/simulator/pace", "{\"factor\":25}").status()).isEqualTo(200);
    assertThat(stats().path("pace").doubleValue(0)).isEqualTo(25);
    assertThat(client.send("PUT", "/simulator/pace", "{\"factor\":0}").status()).isEqualTo(400);
  }

  @Test
  void endsAGuestOnlyWhereOneRuns() {
    assertThat(
            client
                .send(
                    "POST",
                    "/simulator/guest",
                    "{\"namespace\":\"shop\",\"name\":\"none\",\"event\":\"crash\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void countsWhatItHolds() {
    JsonNode stats = stats();
    assertThat(Json.at(stats, "objects", "nodes").intValue(0)).isEqualTo(4);
    assertThat(stats.path("requestsServed").intValue(0)).isPositive();
  }

  private JsonNode stats() {
    return client.get("/simulator/stats").json();
  }
}
