package io.vmgate.rest.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
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
  void wrapsAnUnknownRoute() {
    Answer answer = server.get("/api/v1/nothing");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"code\":40400,\"message\":\"接口不存在：/api/v1/nothing\",\"data\":null}");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }

  @Test
  void wrapsAMethodThatIsNotThere() {
    Answer answer =
        server.send(
            server
                .request("/api/v1/auth/login", "Accept-Language", "en")
                .method("DELETE", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo(40501);
    assertThat(answer.text("message")).contains("DELETE").contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "garbage", "application", "a/b/c", "/", "json; q=1", ";"})
  void wrapsAWrongMediaType(String contentType) {
    Answer answer =
        server.send(
            server
                .request("/api/v1/auth/login", "Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo(41501);
  }

  @Test
  void asksForNoMediaTypeWhereThereIsNoBody() {
    assertThat(server.get("/api/v1/auth/me", "Content-Type", "garbage").code()).isEqualTo(40102);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"username\":", "not json", "{\"username\":\"a\"]", "\"a"})
  void wrapsMalformedJson(String body) {
    Answer answer = server.post("/api/v1/auth/login", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40002);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "7", "\"text\""})
  void refusesABodyOfAnotherShape(String body) {
    Answer answer = server.post("/api/v1/auth/login", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isIn(40001, 40002);
  }

  @Test
  void wrapsABodyThatIsTooLarge() {
    Answer answer =
        server.post("/api/v1/auth/login", "{\"username\":\"" + "a".repeat(2_000_000) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo(41301);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=nope", "application/json; charset=(("})
  void refusesACharsetThatDoesNotExist(String contentType) {
    Answer answer =
        server.send(
            server
                .request("/api/v1/auth/login", "Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo(41501);
  }

  @Test
  void wrapsAnAddressThatIsTooLong() {
    Answer answer = server.get("/api/v1/vms?nameLike=" + "x".repeat(9000));

    assertThat(answer.code()).isEqualTo(41301);
    assertThat(answer.header("Connection")).isEqualTo("close");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                       | zh
          zh-CN                   | zh
          en                      | en
          en-GB,en;q=0.9          | en
          de, en;q=0.5            | en
          zh;q=0.4, en;q=0.9      | en
          fr                      | zh
          *                       | zh
          ;;;                     | zh
          """)
  void speaksTheCallersLanguage(String wanted, String language) {
    Answer answer =
        wanted == null
            ? server.get("/api/v1/auth/me")
            : server.get("/api/v1/auth/me", "Accept-Language", wanted);

    assertThat(answer.text("message"))
        .isEqualTo(language.equals("en") ? "a valid access token is missing" : "未携带有效的访问令牌");
  }

  @Test
  void takesOverARequestIdThatIsWellFormed() {
    assertThat(server.get("/api/v1/auth/me", "X-Request-Id", "ui-7.A_b").header("X-Request-Id"))
        .isEqualTo("ui-7.A_b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "has space",
        "semi;colon",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void replacesARequestIdThatIsNot(String id) {
    assertThat(server.get("/api/v1/auth/me", "X-Request-Id", id).header("X-Request-Id"))
        .matches("[0-9a-f]{24}");
  }

  @Test
  void hasEveryTextInBothLanguages() {
    var chinese = new TreeSet<>(Messages.bundle(Locale.CHINESE).keySet());
    var english = new TreeSet<>(Messages.bundle(Locale.ENGLISH).keySet());

    assertThat(chinese).isEqualTo(english);
    assertThat(chinese).containsAll(Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
  }
}
