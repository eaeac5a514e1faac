package io.vmgate.rest.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiTest {
  private static final String SCRIPT = "/ui/assets/app-1a2b.js";

  private static ContractServer server;

  @BeforeAll
  static void start() {
    server = ContractServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void leadsFromTheRootToTheWebConsole() {
    Answer answer = server.get("/");

    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Location")).isEqualTo("/ui/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui", "/ui/", "/ui/vms", "/ui/vms/5a6a28cd/console/vnc", "/ui/assets/"})
  void servesThePageForEveryAddressThatIsNoFile(String path) {
    Answer answer = server.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("A page of the tests");
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void letsPagesRunTheirOwnScriptsAlone() {
    assertThat(server.get("/ui/").header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
  }

  @Test
  void letsBrowsersKeepForEverWhatIsNamedByItsHash() {
    assertThat(server.get(SCRIPT).header("Cache-Control"))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void compressesForWhoUnderstandsIt() {
    Answer plain = server.get(SCRIPT);
    Answer compressed = server.get(SCRIPT, "Accept-Encoding", "br;q=0, gzip");
    Answer refused = server.get(SCRIPT, "Accept-Encoding", "gzip;q=0");

    assertThat(plain.header("Content-Encoding")).isNull();
    assertThat(plain.body()).contains("plain");
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(refused.body()).contains("plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/assets/app-0.js",
        "/ui/assets/app-1a2b.js.gz",
        "/ui/assets/app-1a2b.class",
        "/ui/%2e%2e/rest/messages_zh.properties",
        "/ui/..%2findex.html",
        "/ui/.hidden.js",
        "/ui//index.html"
      })
  void hasNothingElse(String path) {
    assertThat(server.get(path).code()).isEqualTo(40400);
  }
}
