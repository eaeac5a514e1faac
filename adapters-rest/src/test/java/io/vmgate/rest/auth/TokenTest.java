package io.vmgate.rest.auth;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.testkit.CountingIds;
import io.vmgate.testkit.auth.InMemorySigningKeyBook;
import io.vmgate.testkit.vm.VmBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
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
  void opensWhatNeedsSignIn() {
    Answer answer = server.getAsViewer(ME);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("data", "username")).isEqualTo("viewer");
    assertThat(answer.text("data", "tenantId")).isEqualTo("acme");
    assertThat(answer.text("data", "tenantName")).isEqualTo("Acme");
    assertThat(answer.at("data", "roles")).isEqualTo("[\"viewer\"]");
    assertThat(answer.at("data", "permissions")).isEqualTo("[\"vm:query\",\"vm:service:query\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.e30."
      })
  void isRefusedWhenMissingOrMalformed(String authorization) {
    Answer answer =
        authorization.isEmpty() ? server.get(ME) : server.get(ME, "Authorization", authorization);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(40102);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }

  @Test
  void isToldToHaveExpired() {
    String expired =
        server.issuer(Duration.ofSeconds(-5)).issue(aCaller().viewer().signedIn().build()).token();

    Answer answer = server.get(ME, "Authorization", "Bearer " + expired, "Accept-Language", "en");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(40103);
    assertThat(answer.text("message")).contains("expired");
  }

  @Test
  void isRefusedWhenAnotherPlatformSignedIt() {
    var foreignKeys = new InMemorySigningKeyBook(() -> Instant.EPOCH);
    foreignKeys.rotate();
    foreignKeys.rotate();
    String foreign =
        new JwtTokenIssuer(
                foreignKeys, new CountingIds(), InstantSource.system(), Duration.ofHours(1))
            .issue(aCaller().administrator().signedIn().build())
            .token();

    assertThat(server.get(ME, "Authorization", "Bearer " + foreign).code()).isEqualTo(40102);
  }

  @Test
  void isRefusedWhenItsClaimsWereChanged() {
    String[] parts = server.tokenOf("viewer").split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                claims.replace("viewer", "administrator").getBytes(StandardCharsets.UTF_8));

    Answer answer =
        server.get(ME, "Authorization", "Bearer " + parts[0] + "." + forged + "." + parts[2]);

    assertThat(answer.code()).isEqualTo(40102);
  }

  @Test
  void isGoodForNothingOnceItsUserHasSignedOut() {
    String token = server.tokenOf("viewer");
    String other = server.tokenOf("viewer");

    Answer answer = server.post("/api/v1/auth/logout", "", "Authorization", "Bearer " + token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"code\":200,\"message\":\"已退出登录\",\"data\":null}");
    Answer refused = server.get(ME, "Authorization", "Bearer " + token, "Accept-Language", "en");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo(40104);
    assertThat(refused.text("message")).contains("withdrawn");
    assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    assertThat(server.post("/api/v1/auth/logout", "", "Authorization", "Bearer " + token).code())
        .isEqualTo(40104);
    assertThat(server.get(ME, "Authorization", "Bearer " + other).status()).isEqualTo(200);
    assertThat(server.post("/api/v1/auth/logout", "").code()).isEqualTo(40102);
  }

  @Test
  void outlivesTheRotationOfItsKey() {
    String token = server.tokenOf("viewer");

    server.keys.rotate();

    assertThat(server.get(ME, "Authorization", "Bearer " + token).status()).isEqualTo(200);
    assertThat(server.getAsViewer(ME).status()).isEqualTo(200);
  }

  @Test
  void opensNothingOnceTheTenantIsDisabled() {
    server.tenants.addIfMissing(aTenant("closing").owning("closing").build());
    String token =
        server
            .issuer(Duration.ofHours(1))
            .issue(aCaller().of("closing").viewer().signedIn().build())
            .token();
    assertThat(server.get("/api/v1/vms", "Authorization", "Bearer " + token).status())
        .isEqualTo(200);

    server.tenants.replace(aTenant("closing").owning("closing").disabled().build());

    assertThat(server.get("/api/v1/vms", "Authorization", "Bearer " + token).code())
        .isEqualTo(40302);
    assertThat(server.get(ME, "Authorization", "Bearer " + token).code()).isEqualTo(40302);
  }

  @ParameterizedTest
  @CsvSource({
    "viewer,vm,query,true",
    "viewer,vm,console:access,false",
    "operator,vm,console:access,true",
    "operator,tenant,admin,false",
    "root,tenant,admin,true"
  })
  void decidesPermissions(String user, String resourceType, String operation, boolean expected) {
    Answer answer =
        server.get(
            "/api/v1/auth/permissions?resourceType=" + resourceType + "&operation=" + operation,
            "Authorization",
            "Bearer " + server.tokenOf(user));

    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":200,\"message\":\"success\",\"data\":{\"hasPermission\":" + expected + "}}");
  }

  @Test
  void decidesPermissionsOnAMachine() {
    var own = VmBuilder.aVm().named("shop", "permission-1").build();
    var foreign = VmBuilder.aVm().named("research", "permission-2").build();
    server.inventory.put(own);
    server.inventory.put(foreign);
    String path = "/api/v1/auth/permissions?resourceType=vm&operation=query&resourceId=";

    assertThat(server.getAsViewer(path + own.id()).at("data", "hasPermission")).isEqualTo("true");
    assertThat(server.getAsViewer(path + foreign.id()).code()).isEqualTo(40401);
  }

  @Test
  void refusesPermissionsItDoesNotKnow() {
    Answer unknown =
        server.getAsViewer(
            "/api/v1/auth/permissions?resourceType=vm&operation=fly", "Accept-Language", "en");
    Answer missing = server.getAsViewer("/api/v1/auth/permissions", "Accept-Language", "en");

    assertThat(unknown.code()).isEqualTo(40001);
    assertThat(unknown.text("data", "fieldErrors", 0, "field")).isEqualTo("operation");
    assertThat(unknown.text("data", "fieldErrors", 0, "reason"))
        .startsWith("must be one of: query, start");
    assertThat(missing.at("data", "fieldErrors"))
        .isEqualTo(
            "[{\"field\":\"resourceType\",\"reason\":\"is required\"},{\"field\":\"operation\",\"reason\":\"is required\"}]");
  }
}
