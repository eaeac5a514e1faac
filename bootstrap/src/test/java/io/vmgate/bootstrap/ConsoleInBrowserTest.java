package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole way: a viewer in a real browser, the platform, the simulator. */
@Timeout(180)
class ConsoleInBrowserTest {
  @TempDir static Path folder;

  private static PlatformProcess platform;
  private static ApiClient client;
  private static String token;
  private static int pagePort;

  @BeforeAll
  static void start() throws IOException {
    Browser.assumeThere();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pagePort = free.getLocalPort();
    }
    Path home = folder.resolve("home");
    platform =
        PlatformProcess.startEmbedded(
            home,
            Map.of(
                "VMGATE_CONSOLE_ORIGINS",
                "http://127.0.0.1:" + pagePort,
                "VMGATE_CONSOLE_TICKET_LIMIT",
                "0"));
    client = new ApiClient(platform.url());
    token = client.token("acme", "operator", PlatformProcess.password(home, "acme", "operator"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (client != null) {
      client.close();
    }
    if (platform != null) {
      platform.close();
    }
  }

  private static JsonNode machine() {
    return client.get("/api/v1/vms?status=running&pageSize=1", token).data().path("list").path(0);
  }

  private static Browser look(JsonNode vm, boolean viewOnly) throws IOException {
    String link =
        client
            .post(
                "/api/v1/vms/" + vm.path("id").asString() + "/console",
                "{\"protocol\":\"vnc\",\"viewOnly\":" + viewOnly + "}",
                token)
            .data()
            .path("consoleUrl")
            .asString();
    return Browser.run(
        "vnc.mjs", Map.of("url", link, "port", pagePort, "patience", viewOnly ? 2_000 : 20_000));
  }

  @Test
  void showsAScreenAndTypesOnIt() throws IOException {
    JsonNode vm = machine();

    try (Browser browser = look(vm, false)) {
      JsonNode seen = browser.told();
      JsonNode status =
          client.get("/api/v1/vms/" + vm.path("id").asString() + "/console/status", token).data();
      client.post("/api/v1/vms/" + vm.path("id").asString() + "/console/disconnect", "{}", token);
      JsonNode close = browser.told().path("close");

      assertThat(seen.path("name").asString()).contains(vm.path("name").asString());
      assertThat(seen.path("typed").asBoolean()).as(seen.toString()).isTrue();
      assertThat(seen.path("clipboard").asString()).isEqualTo("carried over");
      assertThat(status.path("connected").asBoolean()).isTrue();
      assertThat(close.path("code").asInt()).isEqualTo(4000);
      assertThat(close.path("reason").asString()).contains("operator");
      assertThat(close.path("clean").asBoolean()).isTrue();
    }
  }

  @Test
  void keepsWhoMayOnlyLookFromTyping() throws IOException {
    JsonNode vm = machine();

    try (Browser browser = look(vm, true)) {
      JsonNode seen = browser.told();
      client.post("/api/v1/vms/" + vm.path("id").asString() + "/console/disconnect", "{}", token);
      browser.told();

      assertThat(seen.path("typed").asBoolean()).as(seen.toString()).isFalse();
      assertThat(seen.path("after").asInt()).isEqualTo(seen.path("before").asInt());
      assertThat(seen.path("clipboard").isNull()).isTrue();
    }
  }
}
