package io.vmgate.rest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
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
  void answersWithTokenEndAndPermissions() {
    Answer answer =
        server.post(
            "/api/v1/auth/login",
            "{\"username\":\"operator\",\"password\":\"secret\",\"tenantId\":\"acme\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.text("message")).isEqualTo("success");
    assertThat(answer.text("data", "token").split("\\.")).hasSize(3);
    assertThat(answer.text("data", "expireTime"))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(answer.at("data", "permissions"))
        .isEqualTo(
            """
            ["vm:query","vm:start","vm:stop","vm:restart","vm:pause","vm:console:access",\
            "vm:service:query","vm:service:create","vm:service:delete"]""");
    assertThat(answer.header("X-Time-Zone")).isEqualTo("Asia/Shanghai");
  }

  @ParameterizedTest
  @CsvSource({
    "acme,viewer,wrong",
    "acme,nobody,secret",
    "nowhere,viewer,secret",
    "NO/WHERE,viewer,secret"
  })
  void refusesAllWrongCredentialsAlike(String tenant, String username, String password) {
    Answer answer =
        server.post(
            "/api/v1/auth/login",
            "{\"username\":\"%s\",\"password\":\"%s\",\"tenantId\":\"%s\"}"
                .formatted(username, password, tenant));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("{\"code\":40101,\"message\":\"用户名或密码错误\",\"data\":null}");
  }

  @Test
  void refusesADisabledUserWhoKnowsThePassword() {
    Answer answer =
        server.post(
            "/api/v1/auth/login",
            "{\"username\":\"gone\",\"password\":\"secret\",\"tenantId\":\"acme\"}",
            "Accept-Language",
            "en");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(40302);
    assertThat(answer.text("message")).isEqualTo("the user or the tenant is disabled");
  }

  @Test
  void asksForTheTenantWhereThereAreSeveral() {
    Answer answer =
        server.post(
            "/api/v1/auth/login",
            "{\"username\":\"viewer\",\"password\":\"secret\"}",
            "Accept-Language",
            "en");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.at("data", "fieldErrors"))
        .isEqualTo("[{\"field\":\"tenantId\",\"reason\":\"is required\"}]");
  }

  @Test
  void namesEveryMissingField() {
    Answer answer = server.post("/api/v1/auth/login", "{\"username\":\"  \"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.text("message")).isEqualTo("请求参数错误");
    assertThat(answer.at("data", "fieldErrors"))
        .isEqualTo(
            "[{\"field\":\"username\",\"reason\":\"必填\"},{\"field\":\"password\",\"reason\":\"必填\"}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"username\":7,\"password\":\"x\"}",
        "{\"username\":[\"a\"],\"password\":\"x\"}",
        "{\"username\":{},\"password\":\"x\"}",
        "{\"username\":true,\"password\":\"x\"}"
      })
  void refusesAWrongTypeByName(String body) {
    Answer answer = server.post("/api/v1/auth/login", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.text("data", "fieldErrors", 0, "field")).isEqualTo("username");
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    Answer answer =
        server.post(
            "/api/v1/auth/login",
            "{\"username\":\"viewer\",\"password\":\"secret\",\"tenantId\":\"acme\",\"rememberMe\":{\"days\":[7]}}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    server.users.setUnreachable(true);
    try {
      Answer answer =
          server.post(
              "/api/v1/auth/login",
              "{\"username\":\"viewer\",\"password\":\"secret\",\"tenantId\":\"acme\"}");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo(50301);
    } finally {
      server.users.setUnreachable(false);
    }
  }
}
