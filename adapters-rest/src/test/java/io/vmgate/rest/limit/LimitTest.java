package io.vmgate.rest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.limit.Limits;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.TrustedProxies;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  private static final int CALLS = 6;
  private static final int SIGN_INS_BY_NAME = 3;
  private static final int SIGN_INS_BY_ADDRESS = 5;

  private ContractServer server = start();

  @BeforeEach
  void restart() {
    server.close();
    server = start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ContractServer start() {
    return ContractServer.start(
        Limits.perMinute(CALLS, SIGN_INS_BY_NAME, SIGN_INS_BY_ADDRESS, 0),
        TrustedProxies.parse("127.0.0.1", ForwardedHeader.X_FORWARDED_FOR));
  }

  @Test
  void turnsAwayAUserWhoCallsTooOften() {
    String token = server.tokenOf("viewer");
    for (int i = 0; i < CALLS; i++) {
      assertThat(get("/api/v1/vms", token).status()).isEqualTo(200);
    }

    Answer refused =
        get("/api/v1/vms", token, "Accept-Language", "en", "X-Request-Id", "too-often-1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body())
        .isEqualTo(
            "{\"code\":42901,\"message\":\"too many requests; try again in 10 s\",\"data\":null}");
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    assertThat(refused.header("X-Request-Id")).isEqualTo("too-often-1");
    assertThat(refused.header("X-Time-Zone")).isEqualTo("Asia/Shanghai");
    assertThat(get("/api/v1/vms", token).text("message")).isEqualTo("请求过于频繁，请在 10 秒后重试");

    server.limitClock.advance(Duration.ofMillis(9_001));
    assertThat(get("/api/v1/vms", token).header("Retry-After")).isEqualTo("1");
    server.limitClock.advance(Duration.ofSeconds(1));
    assertThat(get("/api/v1/vms", token).status()).isEqualTo(200);
  }

  @Test
  void countsEachUserAloneAndOverAllEndpoints() {
    String viewer = server.tokenOf("viewer");
    String operator = server.tokenOf("operator");
    for (String path :
        new String[] {"/vms", "/tasks", "/namespaces", "/auth/me", "/vms/x", "/no"}) {
      assertThat(get("/api/v1" + path, viewer).status()).as(path).isNotEqualTo(429);
    }

    assertThat(get("/api/v1/auth/me", viewer).code()).isEqualTo(42901);
    assertThat(get("/api/v1/auth/me", operator).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/liveness", "/openapi", "/docs/index.html"})
  void countsNothingButTheContract(String path) {
    String token = server.tokenOf("viewer");
    for (int i = 0; i < 2 * CALLS; i++) {
      assertThat(get(path, token).status()).isEqualTo(200);
    }
    assertThat(get("/api/v1/auth/me", token).status()).isEqualTo(200);
  }

  @Test
  void tellsAnUnknownCallerToSignInHoweverOftenTheyCall() {
    for (int i = 0; i < 2 * CALLS; i++) {
      assertThat(get("/api/v1/vms", "none").code()).isEqualTo(40102);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"viewer", "nobody"})
  void stopsGuessingAtAPasswordFromAnywhere(String username) {
    for (int i = 0; i < SIGN_INS_BY_NAME; i++) {
      assertThat(signIn(username, "guess", "198.51.100." + i).code()).isEqualTo(40101);
    }

    Answer refused = signIn(username, "secret", "198.51.100.99");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo(42901);
    assertThat(refused.header("Retry-After")).isEqualTo("20");
  }

  @Test
  void stopsAnAddressThatTriesManyNames() {
    IntStream.range(0, SIGN_INS_BY_ADDRESS)
        .forEach(i -> assertThat(signIn("user-" + i, "x", "198.51.100.1").code()).isEqualTo(40101));

    assertThat(signIn("viewer", "secret", "198.51.100.1").code()).isEqualTo(42901);
    assertThat(signIn("viewer", "secret", "9.9.9.9, 198.51.100.1").code()).isEqualTo(42901);
    assertThat(signIn("viewer", "secret", "198.51.100.2").status()).isEqualTo(200);
  }

  @Test
  void goesOnWithoutTheDatabaseButLetsNobodyIn() {
    String token = server.tokenOf("viewer");
    server.limiter.setUnreachable(true);

    assertThat(get("/api/v1/vms", token).status()).isEqualTo(200);
    assertThat(signIn("viewer", "secret", "198.51.100.2").code()).isEqualTo(50301);
  }

  private Answer get(String path, String token, String... headers) {
    return server.send(
        server.request(path, headers).header("Authorization", "Bearer " + token).GET());
  }

  private Answer signIn(String username, String password, String forwardedFor) {
    return server.post(
        "/api/v1/auth/login",
        "{\"tenantId\":\"acme\",\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(username, password),
        "X-Forwarded-For",
        forwardedFor);
  }
}
