package io.vmgate.rest.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.limit.Limits;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.Role;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.TrustedProxies;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTest {
  private static final String REFRESH = "/api/v1/auth/refresh";
  private static final String ME = "/api/v1/auth/me";
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
  void isNotOfferedToWhoDoesNotAskForIt() {
    Answer answer = login("");

    assertThat(answer.at("data", "extra"))
        .isEqualTo("{\"refreshToken\":null,\"refreshExpireTime\":null}");
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void keepsTheTokenInACookieThatNoScriptCanRead() {
    Answer answer = login(",\"extra\":{\"refresh\":\"cookie\"}");

    String cookie = String.valueOf(answer.header("Set-Cookie"));
    assertThat(cookie.split("; "))
        .contains("Path=/api/v1/auth", "HTTPOnly", "SameSite=Strict")
        .anyMatch(part -> part.matches("Max-Age=43\\d\\d\\d")) // 12 h
        .doesNotContain("Secure");
    assertThat(cookie).startsWith("vmgate-refresh-" + server.port() + "=");
    assertThat(answer.text("data", "extra", "refreshToken")).isEmpty();
    assertThat(answer.text("data", "extra", "refreshExpireTime"))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(answer.body()).doesNotContain(value(answer));
  }

  @Test
  void renewsByTheCookie() {
    Answer first = login(",\"extra\":{\"refresh\":\"cookie\"}");

    Answer second = server.post(REFRESH, "", "Cookie", cookie(first), "X-Requested-With", "vmgate");

    assertThat(second.status()).isEqualTo(200);
    assertThat(meOf(second).text("data", "username")).isEqualTo("operator");
    assertThat(second.header("Cache-Control")).isEqualTo("no-store");
    assertThat(cookie(second)).isNotEqualTo(cookie(first));
    assertThat(
            server
                .post(REFRESH, "", "Cookie", cookie(second), "X-Requested-With", "vmgate")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1", "https://localhost"})
  void listensToNoPageOfAnotherSite(String origin) {
    Answer login = login(",\"extra\":{\"refresh\":\"cookie\"}");

    Answer refused =
        server.send(
            server
                .request(REFRESH, "Cookie", cookie(login), "X-Requested-With", "x")
                .header("Accept-Language", "en")
                .header("Origin", origin)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo(40304);
    assertThat(refused.text("message")).contains("X-Requested-With");
    assertThat(refused.header("Set-Cookie")).isNull();
  }

  @Test
  void listensToNoFormOfAnotherSite() {
    Answer login = login(",\"extra\":{\"refresh\":\"cookie\"}");

    Answer refused = server.post(REFRESH, "{}", "Cookie", cookie(login));

    assertThat(refused.code()).isEqualTo(40304);
    // And the token is as good as before.
    assertThat(server.post(REFRESH, "", "Cookie", cookie(login), "X-Requested-With", "x").status())
        .isEqualTo(200);
  }

  @Test
  void setsTheCookieForOwnPagesOnly() {
    Answer refused = login("operator", ",\"extra\":{\"refresh\":\"cookie\"}", "Accept", "*/*");

    assertThat(refused.code()).isEqualTo(40304);
    assertThat(refused.header("Set-Cookie")).isNull();
  }

  @Test
  void takesNoCookieThatSomebodyElseHasSetBeside() {
    Answer own = login(",\"extra\":{\"refresh\":\"cookie\"}");
    Answer planted = login("viewer", ",\"extra\":{\"refresh\":\"cookie\"}");

    Answer refused =
        server.post(
            REFRESH,
            "",
            "Cookie",
            cookie(planted) + "; " + cookie(own),
            "X-Requested-With",
            "vmgate");

    assertThat(refused.code()).isEqualTo(40304);
  }

  @Test
  void renewsForAPageOfItsOwn() {
    Answer login = login(",\"extra\":{\"refresh\":\"cookie\"}");

    Answer renewed =
        server.post(
            REFRESH,
            "",
            "Cookie",
            cookie(login),
            "X-Requested-With",
            "vmgate",
            "Origin",
            "http://127.0.0.1:" + server.port());

    assertThat(renewed.status()).isEqualTo(200);
  }

  @Test
  void isForgottenByTheBrowserEvenIfTheSignOutFails() {
    Answer login = login(",\"extra\":{\"refresh\":\"cookie\"}");
    server.signIns.setUnreachable(true);
    try {
      Answer failed =
          server.post(
              "/api/v1/auth/logout",
              "",
              "Authorization",
              "Bearer " + login.text("data", "token"),
              "Cookie",
              cookie(login));

      assertThat(failed.code()).isEqualTo(50301);
      assertThat(failed.header("Set-Cookie")).contains("Max-Age=0");
    } finally {
      server.signIns.setUnreachable(false);
    }
  }

  @Test
  void isSentOverTlsOnlyWhereThatIsHowThePlatformIsReached() {
    try (ContractServer behindAProxy =
        ContractServer.start(
            Limits.OFF, TrustedProxies.parse("127.0.0.0/8", ForwardedHeader.X_FORWARDED_FOR))) {
      Answer login =
          behindAProxy.post(
              "/api/v1/auth/login",
              "{\"tenantId\":\"acme\",\"username\":\"operator\",\"password\":\"secret\","
                  + "\"extra\":{\"refresh\":\"cookie\"}}",
              "X-Requested-With",
              "vmgate",
              "X-Forwarded-For",
              "192.0.2.1",
              "X-Forwarded-Proto",
              "https",
              "X-Forwarded-Host",
              "vm.example.org");

      assertThat(login.header("Set-Cookie")).startsWith("vmgate-refresh=").contains("; Secure");
    }
  }

  @Test
  void renewsByTheTokenForPrograms() {
    Answer first = login(",\"extra\":{\"refresh\":\"token\"}");
    assertThat(first.header("Set-Cookie")).isNull();

    Answer second = refresh(token(first));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Set-Cookie")).isNull();
    assertThat(meOf(second).text("data", "username")).isEqualTo("operator");
    assertThat(token(second)).isNotEqualTo(token(first));
  }

  @Test
  void endsTheSignInWhenATokenIsUsedAgainLater() {
    Answer first = login(",\"extra\":{\"refresh\":\"token\"}");
    Answer second = refresh(token(first));
    server.refreshClock.advance(RefreshTerms.USUAL.grace().plusMillis(1));

    Answer refused = refresh(token(first));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo(40106);
    assertThat(refused.text("message")).isEqualTo("登录状态无法续期，请重新登录");
    assertThat(refresh(token(second)).code()).isEqualTo(40106);
    assertThat(meOf(second).code()).isEqualTo(40104);
    assertThat(meOf(first).code()).isEqualTo(40104);
  }

  @Test
  void endsWithTheSignOutWhicheverTokenThatIsMadeWith() {
    Answer first = login(",\"extra\":{\"refresh\":\"cookie\"}");
    Answer second = server.post(REFRESH, "", "Cookie", cookie(first), "X-Requested-With", "vmgate");

    Answer out =
        server.post(
            "/api/v1/auth/logout",
            "",
            "Authorization",
            "Bearer " + first.text("data", "token"),
            "Cookie",
            cookie(second));

    assertThat(out.status()).isEqualTo(200);
    assertThat(out.header("Set-Cookie")).contains("Max-Age=0").contains("Path=/api/v1/auth");
    assertThat(meOf(second).code()).isEqualTo(40104);
    assertThat(server.post(REFRESH, "", "Cookie", cookie(second), "X-Requested-With", "x").code())
        .isEqualTo(40106);
  }

  @Test
  void showsWhatTheUserMayDoNow() {
    server.users.addIfMissing(aUser().of("acme").named("promoted").with(Role.VIEWER).build());
    Answer first = login("promoted", ",\"extra\":{\"refresh\":\"token\"}");
    assertThat(first.at("data", "permissions")).doesNotContain("vm:start");
    server.users.replace(aUser().of("acme").named("promoted").with(Role.OPERATOR).build());

    Answer second = refresh(token(first));

    assertThat(second.at("data", "permissions")).contains("vm:start");
    assertThat(meOf(second).at("data", "roles")).isEqualTo("[\"operator\"]");
  }

  @Test
  void refusesADisabledUser() {
    server.users.addIfMissing(aUser().of("acme").named("leaving").build());
    Answer first = login("leaving", ",\"extra\":{\"refresh\":\"token\"}");
    server.users.replace(aUser().of("acme").named("leaving").disabled().build());

    assertThat(refresh(token(first)).code()).isEqualTo(40302);
    assertThat(meOf(first).code()).isEqualTo(40104);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"refreshToken\":null}",
        "{\"refreshToken\":\"\"}",
        "{\"refreshToken\":\"no token\"}",
        "{\"refreshToken\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"refreshToken\":\"not-an-id.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"refreshToken\":\"00000000-0000-4000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
      })
  void refusesWhatIsNoTokenLikeOneThatIsUnknown(String body) {
    Answer refused = server.post(REFRESH, body);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo(40106);
  }

  @Test
  void namesTheFieldThatIsWrong() {
    Answer wrongType = server.post(REFRESH, "{\"refreshToken\":7}");
    assertThat(wrongType.code()).isEqualTo(40001);
    assertThat(wrongType.text("data", "fieldErrors", 0, "field")).isEqualTo("refreshToken");

    Answer wrongWay = login(",\"extra\":{\"refresh\":\"forever\"}");
    assertThat(wrongWay.code()).isEqualTo(40001);
    assertThat(wrongWay.at("data", "fieldErrors", 0))
        .contains("extra.refresh")
        .contains("none, cookie, token");
    assertThat(server.post(REFRESH, "{").code()).isEqualTo(40002);
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    Answer first = login(",\"extra\":{\"refresh\":\"token\"}");
    server.refreshes.setUnreachable(true);
    try {
      assertThat(refresh(token(first)).code()).isEqualTo(50301);
    } finally {
      server.refreshes.setUnreachable(false);
    }
    assertThat(refresh(token(first)).status()).isEqualTo(200);
  }

  private static Answer login(String more) {
    return login("operator", more);
  }

  private static Answer login(String username, String more) {
    return login(username, more, "X-Requested-With", "vmgate");
  }

  private static Answer login(String username, String more, String... headers) {
    return server.post(
        "/api/v1/auth/login",
        "{\"tenantId\":\"acme\",\"username\":\"%s\",\"password\":\"secret\"%s}"
            .formatted(username, more),
        headers);
  }

  private static Answer refresh(String token) {
    return server.post(REFRESH, "{\"refreshToken\":\"%s\"}".formatted(token));
  }

  private static Answer meOf(Answer signedIn) {
    return server.get(ME, "Authorization", "Bearer " + signedIn.text("data", "token"));
  }

  private static String token(Answer signedIn) {
    return signedIn.text("data", "extra", "refreshToken");
  }

  private static String value(Answer answer) {
    return cookie(answer).split("=", 2)[1];
  }

  /** What a browser sends back. */
  private static String cookie(Answer answer) {
    return Arrays.stream(String.valueOf(answer.header("Set-Cookie")).split(";"))
        .findFirst()
        .orElseThrow();
  }
}
