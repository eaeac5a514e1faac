package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.bootstrap.ApiClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program on a bare machine, as the README tells people to start it. */
class EmbeddedPlatformTest {
  @TempDir private static Path folder;
  private static Path home;
  private static PlatformProcess platform;
  private static ApiClient api;

  @BeforeAll
  static void start() throws IOException {
    home = folder.resolve("home");
    platform = PlatformProcess.startEmbedded(home);
    api = new ApiClient(platform.url());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    api.close();
    platform.close();
  }

  private static String tokenOf(String tenant, String username) throws IOException {
    return api.token(tenant, username, PlatformProcess.password(home, tenant, username));
  }

  @Test
  void printsAndKeepsAUserForEachRoleOfTwoTenants() throws IOException {
    Path file = home.resolve("demo-users.json");
    JsonNode users = new JsonMapper().readTree(Files.readString(file));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(users).hasSize(6);
    for (JsonNode user : users) {
      assertThat(new TreeSet<>(user.propertyNames()))
          .containsExactly("password", "roles", "tenantId", "username");
      assertThat(platform.output()).contains(user.path("password").asString());
      Answer signedIn =
          api.signIn(
              user.path("tenantId").asString(),
              user.path("username").asString(),
              user.path("password").asString());
      assertThat(signedIn.status()).isEqualTo(200);
    }
  }

  @Test
  void listsMachinesOfTheCallersTenantAlone() throws IOException {
    Answer acme = api.get("/api/v1/vms?pageSize=200", tokenOf("acme", "viewer"));
    Answer globex = api.get("/api/v1/vms?pageSize=200", tokenOf("globex", "viewer"));

    assertThat(acme.status()).isEqualTo(200);
    assertThat(acme.data().path("total").asInt()).isGreaterThan(8);
    assertThat(acme.data().path("list").valueStream().map(vm -> vm.path("namespace").asString()))
        .isSubsetOf("shop", "shop-staging", "payments");
    String foreign = acme.data().path("list").path(0).path("id").asString();
    assertThat(globex.data().path("list").valueStream().map(vm -> vm.path("id").asString()))
        .doesNotContain(foreign);
    assertThat(api.get("/api/v1/vms/" + foreign, tokenOf("globex", "admin")).code())
        .isEqualTo(40401);
  }

  @Test
  void showsAMachineWithNetworksDisksAndConsoles() throws IOException {
    String token = tokenOf("acme", "operator");
    String id =
        api.get("/api/v1/vms?nameLike=web-1&sortBy=name&sortOrder=asc", token)
            .data()
            .path("list")
            .path(0)
            .path("id")
            .asString();

    JsonNode detail = api.get("/api/v1/vms/" + id, token).data();

    assertThat(detail.path("basicInfo").path("name").asString()).isEqualTo("web-1");
    assertThat(detail.path("networkInfo")).isNotEmpty();
    assertThat(detail.path("storageInfo")).isNotEmpty();
    assertThat(detail.path("consoleInfo").path("defaultProtocol").asString()).isEqualTo("vnc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void isUpAndReady(String path) {
    Answer answer = api.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(String.valueOf(answer.body())).contains("\"status\":\"UP\"");
  }

  @Test
  void tellsTheHealthOfNothingButWhatItStandsOn() {
    JsonNode details = Objects.requireNonNull(api.get("/health").body()).path("details");

    assertThat(details.propertyNames())
        .containsExactlyInAnyOrder("database", "inventory", "deadlockedThreads");
  }

  @Test
  void servesMetricsDescriptionAndPage() {
    assertThat(api.get("/prometheus").status()).isEqualTo(200);
    assertThat(api.get("/openapi").status()).isEqualTo(200);
    assertThat(api.get("/docs/index.html").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/beans",
        "/routes",
        "/info",
        "/env",
        "/metrics",
        "/flyway",
        "/refresh",
        "/signing-keys"
      })
  void servesNoOtherEndpointOfTheFramework(String path) throws IOException {
    assertThat(api.get(path, tokenOf("acme", "admin")).code()).isEqualTo(40400);
  }

  @Test
  void letsNobodyIntoItsDatabaseWithoutThePassword() throws IOException {
    String port = Files.readString(home.resolve("postgres-port")).strip();
    for (String role : List.of("postgres", "vmgate")) {
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                          "jdbc:postgresql://127.0.0.1:" + port + "/vmgate", role, "guess")
                      .close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void refusesASecondProgramInTheSameHome() throws IOException, InterruptedException {
    try (PlatformProcess second =
        PlatformProcess.launch(
            folder, Map.of("VMGATE_HOME", home.toString(), "VMGATE_PORT", "0"))) {
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.output().strip().lines())
          .containsExactly(
              "VMGate cannot start: another VMGate runs in "
                  + home
                  + "; stop it, or choose another folder by VMGATE_HOME");
    }
  }

  @Test
  void saysWhichSettingIsWrong() throws IOException, InterruptedException {
    try (PlatformProcess wrong =
        PlatformProcess.launch(
            folder,
            Map.of(
                "VMGATE_HOME",
                folder.resolve("wrong").toString(),
                "VMGATE_SIMULATED_VMS",
                "many"))) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.output())
          .contains("VMGATE_SIMULATED_VMS is not a whole number from 0 to 1000000: many");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web-1, 'VMGATE_DEMO_QEMU is no list such as shop/web-1,shop/app-4=/path/to/disk.img: web-1'",
    "shop/web-1=/no/disk, VMGATE_DEMO_QEMU names a disk that is not there: /no/disk"
  })
  void saysWhichGuestsCannotBeProcesses(String guests, String words)
      throws IOException, InterruptedException {
    try (PlatformProcess wrong =
        PlatformProcess.launch(
            folder,
            Map.of(
                "VMGATE_HOME", folder.resolve("guests").toString(), "VMGATE_DEMO_QEMU", guests))) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.output()).contains(words);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PlatformProcess second =
            PlatformProcess.launch(
                folder,
                Map.of(
                    "VMGATE_HOME", folder.resolve("port").toString(),
                    "VMGATE_PORT", String.valueOf(taken.getLocalPort())))) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.output())
          .contains("VMGate cannot start: the port is taken by another program");
    }
  }
}
