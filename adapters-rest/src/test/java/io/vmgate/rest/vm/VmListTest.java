package io.vmgate.rest.vm;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmListTest {
  private ContractServer server;

  @BeforeEach
  void start() {
    server = ContractServer.start();
    server.inventory.put(
        aVm()
            .named("shop", "web-1")
            .labelled("app", "web")
            .createdAt(Instant.parse("2026-08-03T08:00:00Z"))
            .build());
    server.inventory.put(
        aVm()
            .named("shop", "web-2")
            .labelled("app", "web")
            .stopped()
            .sized(4, 8L << 30)
            .createdAt(Instant.parse("2026-08-04T08:00:00Z"))
            .build());
    server.inventory.put(
        aVm()
            .named("pay", "ledger-1")
            .standing("ErrImagePull")
            .on("node-b")
            .sized(1, null)
            .createdAt(Instant.parse("2026-08-02T08:00:00Z"))
            .build());
    server.inventory.put(aVm().named("research", "gpu-1").build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsTheContractsFieldsToTheLetter() {
    Answer answer = server.getAsViewer("/api/v1/vms?page=1&pageSize=1&sortBy=name&nameLike=web");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"code":200,"message":"success","data":{"total":2,"pages":2,"list":[\
            {"id":"b8b37e8b-a4cd-35d8-b9bd-2ee9d9d0fda6","name":"web-2","namespace":"shop",\
            "status":"stopped","vCPU":4,"memory":8192,"image":"quay.io/containerdisks/ubuntu:24.04",\
            "createTime":"2026-08-04 16:00:00","nodeName":null,"accessIp":null,"serviceInfo":null,\
            "extra":{"printableStatus":"Stopped","statusMessage":null,"runStrategy":"Always",\
            "instancetype":null,"preference":null,"ready":false,"agentConnected":false,"guestOs":null,\
            "startTime":null,"liveMigratable":null,"notMigratableReason":null,\
            "labels":{"app":"web"}}}]}}"""
                .replace(
                    "b8b37e8b-a4cd-35d8-b9bd-2ee9d9d0fda6",
                    aVm().named("shop", "web-2").build().id().toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                  | web-2 web-1 ledger-1
          sortBy=name&sortOrder=asc          | ledger-1 web-1 web-2
          sortBy=createTime&sortOrder=asc    | ledger-1 web-1 web-2
          sortBy=vCPU&sortOrder=asc          | ledger-1 web-1 web-2
          sortBy=memory&sortOrder=desc       | web-2 web-1 ledger-1
          sortBy=nodeName&sortOrder=desc     | ledger-1 web-1 web-2
          sortBy=nodeName&sortOrder=asc      | web-1 ledger-1 web-2
          sortBy=status&sortOrder=asc        | ledger-1 web-1 web-2
          sortBy=namespace&sortOrder=asc     | ledger-1 web-1 web-2
          namespace=shop                     | web-2 web-1
          namespace=research                 | -
          status=running                     | web-1
          status=running,error               | web-1 ledger-1
          nameLike=EB                        | web-2 web-1
          nodeName=node-b                    | ledger-1
          labelSelector=app%3Dweb            | web-2 web-1
          labelSelector=!app                 | ledger-1
          page=2&pageSize=2                  | ledger-1
          page=9&pageSize=2                  | -
          page=&pageSize=&namespace=&status= | web-2 web-1 ledger-1
          """)
  void filtersSortsAndPages(String parameters, String expected) {
    Answer answer =
        server.getAsViewer("/api/v1/vms" + (parameters == null ? "" : "?" + parameters));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String names =
        String.join(
            " ",
            answer
                .json()
                .path("data")
                .path("list")
                .valueStream()
                .map(vm -> vm.path("name").asString())
                .toList());
    assertThat(names).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void keepsTheTotalPastTheEnd() {
    Answer answer = server.getAsViewer("/api/v1/vms?page=2000000000&pageSize=200");

    assertThat(answer.at("data")).isEqualTo("{\"total\":3,\"pages\":1,\"list\":[]}");
  }

  @Test
  void namesEveryWrongParameterInOneAnswer() {
    Answer answer =
        server.getAsViewer(
            "/api/v1/vms?page=0&pageSize=201&status=happy&sortBy=age&sortOrder=up&nameLike="
                + "x".repeat(254)
                + "&labelSelector="
                + URLEncoder.encode("app in web", StandardCharsets.UTF_8),
            "Accept-Language",
            "en");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40001);
    assertThat(
            answer
                .json()
                .path("data")
                .path("fieldErrors")
                .valueStream()
                .map(
                    error ->
                        error.path("field").asString() + " " + error.path("reason").asString()))
        .containsExactly(
            "page must be between 1 and 2147483647",
            "pageSize must be between 1 and 200",
            "status must be one of: stopped, pending, starting, running, migrating, paused, stopping,"
                + " terminating, error, unknown",
            "nameLike must have at most 253 characters",
            "labelSelector is malformed: expected '(' at position 8, found 'web'",
            "sortBy must be one of: name, namespace, status, createTime, nodeName, vCPU, memory",
            "sortOrder must be one of: asc, desc");
  }

  @ParameterizedTest
  @CsvSource({"page,x", "page,1.5", "pageSize,-1", "pageSize,99999999999999999999", "page,-"})
  void refusesWhatIsNoPage(String parameter, String value) {
    Answer answer = server.getAsViewer("/api/v1/vms?" + parameter + "=" + value);

    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.text("data", "fieldErrors", 0, "field")).isEqualTo(parameter);
  }

  @Test
  void showsEachTenantItsOwn() {
    Answer answer =
        server.get("/api/v1/vms", "Authorization", "Bearer " + server.tokenOf("globex", "viewer"));

    assertThat(answer.at("data", "total")).isEqualTo("1");
    assertThat(answer.text("data", "list", 0, "name")).isEqualTo("gpu-1");
  }

  @Test
  void answersNotModifiedToWhoHasItAlready() {
    Answer first = server.getAsViewer("/api/v1/vms");
    String tag = first.header("ETag");

    Answer same = server.getAsViewer("/api/v1/vms", "If-None-Match", "\"other\", W/" + tag);
    server.inventory.put(aVm().named("shop", "web-3").build());
    Answer changed = server.getAsViewer("/api/v1/vms", "If-None-Match", String.valueOf(tag));

    assertThat(tag).matches("\"[\\w-]{22}\"");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo(tag);
    assertThat(same.header("X-Request-Id")).isNotBlank();
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  @Test
  void saysHowOldItIsWhenTheClusterIsLost() {
    assertThat(server.getAsViewer("/api/v1/vms").header("X-Data-Stale-Seconds")).isNull();

    server.inventory.become(
        new InventoryState.Stale(Instant.now().minusSeconds(90), "the watch was cut"));
    Answer stale = server.getAsViewer("/api/v1/vms");

    assertThat(stale.status()).isEqualTo(200);
    assertThat(stale.at("data", "total")).isEqualTo("3");
    assertThat(Integer.parseInt(String.valueOf(stale.header("X-Data-Stale-Seconds"))))
        .isBetween(89, 100);
  }

  @Test
  void refusesWhileNothingIsKnownYet() {
    server.inventory.become(new InventoryState.Unsynced("connection refused"));

    Answer answer = server.getAsViewer("/api/v1/vms");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo(50301);
    String machine = aVm().named("shop", "web-1").build().id().toString();
    assertThat(server.getAsViewer("/api/v1/vms/" + machine).code()).isEqualTo(50301);
    assertThat(
            server
                .getAsViewer(
                    "/api/v1/auth/permissions?resourceType=vm&operation=query&resourceId="
                        + machine)
                .code())
        .isEqualTo(50301);
  }

  @Test
  void countsMachinesByNamespace() {
    assertThat(server.getAsViewer("/api/v1/namespaces").at("data"))
        .isEqualTo("[{\"name\":\"pay\",\"vmCount\":1},{\"name\":\"shop\",\"vmCount\":2}]");
  }
}
