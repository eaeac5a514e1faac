package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of machines that are started, stopped, restarted and paused over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String OBJECTS = "/apis/kubevirt.io/v1/namespaces/default/";
  private static final String CALLS = "/apis/subresources.kubevirt.io/v1/namespaces/default/";

  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0).withPace(200));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void startsAndStopsAMachineThatIsHalted() {
    create("halted", "Halted");

    ask("virtualmachines/halted/start", "", 202);
    awaitStatus("halted", "Running");
    assertThat(Json.text(machine("halted"), "spec", "runStrategy")).isEqualTo("Always");

    ask("virtualmachines/halted/stop", "{}", 202);
    awaitRest("halted");
    assertThat(Json.text(machine("halted"), "spec", "runStrategy")).isEqualTo("Halted");
    assertThat(reasons("halted")).contains("ShuttingDown");
  }

  @Test
  void startsAndStopsAMachineThatIsManual() {
    create("manual", "Manual");

    ask("virtualmachines/manual/start", "", 202);
    awaitStatus("manual", "Running");
    ask("virtualmachines/manual/stop", "", 202);
    awaitRest("manual");

    assertThat(Json.text(machine("manual"), "spec", "runStrategy")).isEqualTo("Manual");
    ask("virtualmachines/manual/start", "", 202);
    awaitStatus("manual", "Running");
  }

  @Test
  void runsAManualMachineAgainWhoseGuestHasPoweredOff() {
    create("again", "Manual");
    ask("virtualmachines/again/start", "", 202);
    awaitStatus("again", "Running");
    String before = instanceUid("again");
    assertThat(simulator.shutDownGuest("default", "again")).isTrue();
    awaitStatus("again", "Stopped");

    ask("virtualmachines/again/start", "", 202);
    awaitNewInstance("again", before);
  }

  @Test
  void stopsAMachineThatIsToRerunOnFailureForGood() {
    create("rerun", "RerunOnFailure");
    awaitStatus("rerun", "Running");
    ask("virtualmachines/rerun/stop", "{\"gracePeriod\":0}", 202);
    awaitRest("rerun");
    await()
        .during(Duration.ofMillis(200))
        .atMost(PATIENCE)
        .until(() -> status("rerun").equals("Stopped"));

    ask("virtualmachines/rerun/start", "", 202);
    awaitStatus("rerun", "Running");
  }

  @Test
  void restartsAMachineIntoANewInstance() {
    create("fresh", "Always");
    awaitStatus("fresh", "Running");
    for (String body : List.of("", "{\"gracePeriodSeconds\":0}")) {
      String before = instanceUid("fresh");
      ask("virtualmachines/fresh/restart", body, 202);
      awaitNewInstance("fresh", before);
      assertThat(machine("fresh").path("status").has("stateChangeRequests")).isFalse();
    }
    assertThat(reasons("fresh")).contains("ShuttingDown");
    assertThat(Json.text(machine("fresh"), "spec", "runStrategy")).isEqualTo("Always");
  }

  @Test
  void pausesAMachineAndLetsItGoOn() {
    create("held", "Always");
    awaitStatus("held", "Running");

    ask("virtualmachineinstances/held/pause", "{}", 200);
    awaitStatus("held", "Paused");
    ask("virtualmachineinstances/held/pause", "{}", 409);
    ask("virtualmachineinstances/held/unpause", "{}", 200);
    awaitStatus("held", "Running");
    ask("virtualmachineinstances/held/unpause", "{}", 409);
    assertThat(reasons("held")).contains("Paused", "Unpaused");
  }

  @Test
  void stopsAMachineThatIsPaused() {
    create("frozen", "Always");
    awaitStatus("frozen", "Running");
    ask("virtualmachineinstances/frozen/pause", "", 200);
    awaitStatus("frozen", "Paused");
    ask("virtualmachines/frozen/stop", "", 202);
    awaitRest("frozen");
  }

  @Test
  void startsAMachinePaused() {
    create("still", "Halted");
    ask("virtualmachines/still/start", "{\"paused\":true}", 202);
    awaitStatus("still", "Paused");
    assertThat(Json.text(machine("still"), "spec", "runStrategy")).isEqualTo("Always");
    ask("virtualmachineinstances/still/unpause", "", 200);
    awaitStatus("still", "Running");
  }

  private void create(String name, String strategy) {
    ApiClient.Answer answer =
        client.send(
            "POST",
            OBJECTS + "virtualmachines",
            """
            {"metadata":{"name":"%s"},"spec":{"runStrategy":"%s","template":{"spec":{
              "domain":{"memory":{"guest":"1Gi"},"devices":{}}}}}}
            """
                .formatted(name, strategy));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private void ask(String call, String body, int status) {
    ApiClient.Answer answer = client.send("PUT", CALLS + call, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  private JsonNode machine(String name) {
    return client.get(OBJECTS + "virtualmachines/" + name).json();
  }

  private String status(String name) {
    return Json.text(machine(name), "status", "printableStatus");
  }

  private void awaitStatus(String name, String status) {
    await().atMost(PATIENCE).until(() -> status(name), status::equals);
  }

  /** Wait until the machine is stopped and nothing is left to be done about it. */
  private void awaitRest(String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode status = machine(name).path("status");
              return instanceUid(name).isEmpty()
                  && !status.has("stateChangeRequests")
                  && Json.text(status, "printableStatus").equals("Stopped");
            });
  }

  private void awaitNewInstance(String name, String before) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String uid = instanceUid(name);
              return !uid.isEmpty() && !uid.equals(before) && status(name).equals("Running");
            });
  }

  /** Give the uid of the instance; empty while there is none. */
  private String instanceUid(String name) {
    return Json.uid(client.get(OBJECTS + "virtualmachineinstances/" + name).json());
  }

  private List<String> reasons(String name) {
    return simulator.store().snapshot(ResourceTypes.EVENT, "default").objects().stream()
        .map(event -> event.toNode())
        .filter(event -> Json.text(event, "involvedObject", "name").equals(name))
        .map(event -> Json.text(event, "reason"))
        .toList();
  }
}
