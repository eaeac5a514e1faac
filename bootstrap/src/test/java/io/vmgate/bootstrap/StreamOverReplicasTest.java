package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ApiClient.Answer;
import io.vmgate.bootstrap.FollowedStream.Event;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas over one database: what one does the other tells, and they count together. */
class StreamOverReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A minute; so few that it takes half of it until another is allowed. */
  private static final int SIGN_INS = 2;

  @TempDir private Path folder;

  @Test
  void goesOnAtTheOtherReplicaWhenOneIsKilled() throws Exception {
    try (EmbeddedPostgres database =
            EmbeddedServer.builder().setDataDirectory(folder.resolve("postgres")).start();
        Simulator cluster = Simulator.start(SimulatorOptions.in(folder.resolve("cluster")))) {
      new PlatformDatabase("vmgate", "vmgate", "secret").prepare(database.getPostgresDatabase());
      Map<String, String> environment = environment(database, cluster);
      try (PlatformProcess first = PlatformProcess.startProduction(folder, environment);
          Platform second = Platform.start(PlatformSettings.from(new Environment(environment)));
          ApiClient here = new ApiClient("http://127.0.0.1:" + second.port())) {
        String firstUrl = first.url();
        await().atMost(PATIENCE).until(() -> here.get("/health/readiness").status() == 200);
        try (ApiClient there = new ApiClient(firstUrl)) {
          countSignInsTogether(here, there);
        }
        follow(first, firstUrl, here, "http://127.0.0.1:" + second.port());

        FollowedStream last =
            FollowedStream.open(
                "http://127.0.0.1:" + second.port(), here.token("acme", "ann", "secret"), "");
        second.close();
        await().atMost(PATIENCE).until(last::ended);
        assertThat(last.events("bye"))
            .singleElement()
            .extracting(e -> e.text("reason"))
            .isEqualTo("shutdown");
        last.close();
      }
    }
  }

  private static void follow(
      PlatformProcess first, String firstUrl, ApiClient here, String secondUrl) throws Exception {
    String token = here.token("acme", "ann", "secret");
    String machine = stopped(here, token);
    String lastId;
    try (FollowedStream atFirst = FollowedStream.open(firstUrl, token, "")) {
      await().atMost(PATIENCE).until(() -> !atFirst.events("ready").isEmpty());

      String start = operate(here, token, machine, "start");

      await().atMost(PATIENCE).until(() -> isDone(atFirst, start));
      await().atMost(PATIENCE).until(() -> shows(atFirst, machine, "running"));
      lastId = atFirst.events().getLast().id();
      first.kill();
      await().atMost(PATIENCE).until(atFirst::ended);
    }

    String stop = operate(here, token, machine, "stop");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                here.get("/api/v1/tasks/" + stop + "?wait=5", token)
                    .data()
                    .path("status")
                    .asString()
                    .equals("success"));
    try (FollowedStream atSecond = FollowedStream.open(secondUrl, token, lastId)) {
      await().atMost(PATIENCE).until(() -> isDone(atSecond, stop));
      await().atMost(PATIENCE).until(() -> shows(atSecond, machine, "stopped"));
      assertThat(atSecond.events().getFirst().kind()).isEqualTo("ready");
      assertThat(atSecond.events("reset")).isEmpty();
      // From the very first step on: it was accepted while nobody listened.
      assertThat(
              atSecond.events("task").stream().filter(e -> e.text("taskId").equals(stop)).toList())
          .hasSizeGreaterThan(1)
          .first()
          .extracting(Event::data)
          .extracting(data -> data.path("extra").path("step").asString())
          .isEqualTo("accepted");
    }
  }

  private static void countSignInsTogether(ApiClient here, ApiClient there) throws Exception {
    for (int i = 0; i < SIGN_INS / 2; i++) {
      assertThat(here.signIn("acme", "bob", "guess").code()).isEqualTo(40101);
      assertThat(there.signIn("acme", "bob", "guess").code()).isEqualTo(40101);
    }
    for (ApiClient replica : List.of(there, here)) {
      Answer refused = replica.signIn("acme", "bob", "secret");
      assertThat(refused.code()).isEqualTo(42901);
      assertThat(Integer.parseInt(refused.headers().getOrDefault("retry-after", "0")))
          .isBetween(1, 60 / SIGN_INS);
    }
  }

  private static boolean isDone(FollowedStream stream, String task) {
    return stream.events("task").stream()
        .anyMatch(e -> e.text("taskId").equals(task) && e.text("status").equals("success"));
  }

  private static boolean shows(FollowedStream stream, String machine, String status) {
    return stream.events("vm").stream()
        .anyMatch(event -> event.text("id").equals(machine) && event.text("status").equals(status));
  }

  private static String stopped(ApiClient api, String token) {
    return api.get("/api/v1/vms?status=stopped", token)
        .data()
        .path("list")
        .path(0)
        .path("id")
        .asString();
  }

  private static String operate(ApiClient api, String token, String machine, String action) {
    Answer answer = api.post("/api/v1/vms/" + machine + "/" + action, "{}", token);
    assertThat(answer.status()).as("%s: %s", action, answer.body()).isEqualTo(200);
    return answer.data().path("taskId").asString();
  }

  private Map<String, String> environment(EmbeddedPostgres database, Simulator cluster)
      throws IOException {
    Map<String, String> variables =
        ReplicaSettings.of(
            folder,
            database,
            cluster,
            """
            [{"username":"ann","password":"secret","roles":["operator"]},
            {"username":"bob","password":"secret","roles":["viewer"]}]
            """);
    variables.put("VMGATE_SIGN_IN_NAME_LIMIT", String.valueOf(SIGN_INS));
    return variables;
  }
}
