package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Operations on the whole platform, which may be killed in the middle of them. */
class OperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private Path home;
  private PlatformProcess platform;
  private ApiClient api;
  private String token;

  @BeforeEach
  void start() throws IOException {
    home = folder.resolve("home");
    platform = PlatformProcess.startEmbedded(home);
    signIn();
  }

  @AfterEach
  void stop() throws InterruptedException {
    api.close();
    platform.close();
  }

  @Test
  void takeAMachineThroughItsLifeAndGoOnAfterAKill() throws Exception {
    String web = machine("running", "web-");
    for (String action : List.of("pause", "unpause", "stop", "start")) {
      JsonNode task = ended(operate(web, action));
      assertThat(task.path("status").asString()).as("%s: %s", action, task).isEqualTo("success");
      assertThat(task.path("progress").asInt()).isEqualTo(100);
    }
    awaitMetric("tasks_accepted_total{action=\"stop\"}", 1);
    awaitMetric("tasks_ended_total{action=\"stop\",result=\"success\"}", 1);
    assertThat(metric("tasks_ended_total{action=\"stop\",result=\"failed\"}")).isZero();
    awaitMetric("tasks_running", 0);
    awaitMetric("tasks_oldest_waiting_seconds", 0);
    String restart = operate(web, "restart");
    await().atMost(PATIENCE).until(() -> metric("tasks_running") == 1);

    platform.kill();
    platform = PlatformProcess.startEmbedded(home);
    api.close();
    signIn();

    assertThat(metric("tasks_accepted_total{action=\"stop\"}")).isZero();
    assertThat(ended(restart).path("status").asString()).isEqualTo("success");
    awaitMetric("tasks_taken_over_total", 1);
    awaitMetric("tasks_ended_total{action=\"restart\",result=\"success\"}", 1);
    assertThat(
            api.get("/api/v1/vms/" + web, token).data().path("basicInfo").path("status").asString())
        .isEqualTo("running");
  }

  /** A task ends before it is counted, and what waits is looked at every five seconds. */
  private void awaitMetric(String name, double value) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(metric(name)).as(name).isEqualTo(value));
  }

  private double metric(String name) {
    return api.text("/prometheus")
        .lines()
        .filter(line -> line.startsWith("vmgate_" + name + " "))
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private void signIn() throws IOException {
    api = new ApiClient(platform.url());
    token = api.token("acme", "operator", PlatformProcess.password(home, "acme", "operator"));
  }

  private String machine(String status, String name) {
    return api.get("/api/v1/vms?status=" + status + "&nameLike=" + name, token)
        .data()
        .path("list")
        .path(0)
        .path("id")
        .asString();
  }

  private String operate(String machine, String action) {
    Answer answer = api.post("/api/v1/vms/" + machine + "/" + action, "{}", token);
    assertThat(answer.status()).as("%s: %s", action, answer.body()).isEqualTo(200);
    return answer.data().path("taskId").asString();
  }

  private JsonNode ended(String task) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> api.get("/api/v1/tasks/" + task + "?wait=5", token).data(),
            shown -> !shown.path("status").asString("running").equals("running"));
  }
}
