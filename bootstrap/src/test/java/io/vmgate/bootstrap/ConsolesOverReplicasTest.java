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
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Viewers on one replica, orders given on the other, and the death of the first. */
@Timeout(240)
class ConsolesOverReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A second, and what a busy machine takes for itself; below the three of the slow way. */
  private static final Duration SOON = Duration.ofMillis(2_900);

  /** The same for a sign-in, which is read anew every five. */
  private static final Duration SOON_WITHDRAWN = Duration.ofSeconds(4);

  @TempDir private Path folder;

  @Test
  void areEndedFromTheOtherReplicaAndOutliveNone() throws Exception {
    try (EmbeddedPostgres database =
            EmbeddedServer.builder().setDataDirectory(folder.resolve("postgres")).start();
        Simulator cluster = Simulator.start(SimulatorOptions.in(folder.resolve("cluster")))) {
      new PlatformDatabase("vmgate", "vmgate", "secret").prepare(database.getPostgresDatabase());
      Map<String, String> environment = environment(database, cluster);
      try (PlatformProcess first = PlatformProcess.startProduction(folder, environment);
          Platform second = Platform.start(PlatformSettings.from(new Environment(environment)));
          ApiClient here = new ApiClient("http://127.0.0.1:" + second.port());
          ApiClient there = new ApiClient(first.url())) {
        for (ApiClient replica : new ApiClient[] {here, there}) {
          await().atMost(PATIENCE).until(() -> replica.get("/health/readiness").status() == 200);
        }
        String ann = here.token("acme", "ann", "secret");
        String machine =
            here.get("/api/v1/vms?status=running", ann)
                .data()
                .path("list")
                .path(0)
                .path("id")
                .asString();

        Story story = new Story(here, there, machine);
        story.disconnectsOnTheOtherReplica(ann);
        story.takesOverFromTheOtherReplica(ann);
        story.signsOutOnTheOtherReplica();
        story.goesDownWithItsViewersTold(second, ann);
        story.losesTheSessionsOfAKilledReplica(first, environment);
      }
    }
  }

  /** What happens on a machine's serial line, seen from two replicas. */
  private record Story(ApiClient here, ApiClient there, String machine) {
    void disconnectsOnTheOtherReplica(String token) throws Exception {
      try (ConsoleClient viewer =
          ConsoleClient.open(link(there, token, "{\"protocol\":\"serial\"}"))) {
        Answer status = here.get(console("/status"), token);
        assertThat(status.data().path("connected").asBoolean()).isTrue();
        assertThat(status.data().path("clientIp").asString()).isEqualTo("127.0.0.1");
        assertThat(ConsoleClient.refusal(link(here, token, "{\"protocol\":\"serial\"}")))
            .isEqualTo(409);
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    here.get(console("/status"), token)
                        .data()
                        .at("/extra/sessions/0/latencyMillis")
                        .isNumber());

        here.post(console("/disconnect"), "", token);

        assertThat(viewer.closeCode(SOON)).isEqualTo(4000);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> !there.get(console("/status"), token).data().path("connected").asBoolean());
    }

    void takesOverFromTheOtherReplica(String token) throws Exception {
      String root = here.token("acme", "root", "secret");
      String takeover = link(here, root, "{\"protocol\":\"serial\",\"takeover\":true}");
      try (ConsoleClient holder =
              ConsoleClient.open(link(there, token, "{\"protocol\":\"serial\"}"));
          ConsoleClient _ = ConsoleClient.open(takeover)) {
        assertThat(holder.closeCode(SOON)).isEqualTo(4004);
        assertThat(ConsoleClient.refusal(takeover)).isEqualTo(401);
        here.post(console("/disconnect"), "", token);
      }
    }

    void signsOutOnTheOtherReplica() throws Exception {
      String token = here.token("acme", "ann", "secret");
      String unused = link(there, token, "{\"protocol\":\"vnc\"}");
      try (ConsoleClient viewer =
          ConsoleClient.open(link(there, token, "{\"protocol\":\"serial\"}"))) {
        assertThat(here.post("/api/v1/auth/logout", "", token).status()).isEqualTo(200);

        await().atMost(SOON_WITHDRAWN).until(() -> there.get("/api/v1/vms", token).code() == 40104);
        assertThat(viewer.closeCode(SOON)).isEqualTo(4001);
        assertThat(ConsoleClient.refusal(unused)).isEqualTo(401);
      }
    }

    void goesDownWithItsViewersTold(Platform second, String token) throws Exception {
      try (ConsoleClient viewer =
          ConsoleClient.open(link(here, token, "{\"protocol\":\"serial\"}"))) {
        second.close();
        assertThat(viewer.closeCode(PATIENCE)).isEqualTo(1001);
      }
      assertThat(
              there
                  .get(console("/status"), token)
                  .data()
                  .path("extra")
                  .path("lastEnded")
                  .path("reason")
                  .asString())
          .isEqualTo("GOING_AWAY");
    }

    void losesTheSessionsOfAKilledReplica(PlatformProcess first, Map<String, String> environment)
        throws Exception {
      try (Platform third = Platform.start(PlatformSettings.from(new Environment(environment)));
          ApiClient survivor = new ApiClient("http://127.0.0.1:" + third.port())) {
        await().atMost(PATIENCE).until(() -> survivor.get("/health/readiness").status() == 200);
        String token = survivor.token("acme", "ann", "secret");
        try (ConsoleClient viewer =
            ConsoleClient.open(link(there, token, "{\"protocol\":\"serial\"}"))) {
          assertThat(survivor.get(console("/status"), token).data().path("connected").asBoolean())
              .isTrue();

          first.kill();

          assertThat(viewer.closeCode(PATIENCE)).isEqualTo(1006);
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      !survivor
                          .get(console("/status"), token)
                          .data()
                          .path("connected")
                          .asBoolean());
          assertThat(
                  survivor
                      .get(console("/status"), token)
                      .data()
                      .path("extra")
                      .path("lastEnded")
                      .path("reason")
                      .asString())
              .isEqualTo("SERVER_LOST");
          try (ConsoleClient next =
              ConsoleClient.open(link(survivor, token, "{\"protocol\":\"serial\"}"))) {
            survivor.post(console("/disconnect"), "", token);
            assertThat(next.closeCode(SOON)).isEqualTo(4000);
          }
        }
      }
    }

    private String link(ApiClient api, String token, String body) {
      Answer answer = api.post(console(""), body, token);
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      return answer.data().path("consoleUrl").asString();
    }

    private String console(String call) {
      return "/api/v1/vms/" + machine + "/console" + call;
    }
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
            {"username":"root","password":"secret","roles":["administrator"]}]
            """);
    variables.put("VMGATE_CONSOLE_TICKET_LIMIT", "0");
    return variables;
  }
}
