package io.vmgate.rest.stream;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.ServerId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.stream.SseClient.Event;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final StreamOptions QUICK =
      new StreamOptions(Duration.ofMillis(150), Duration.ofSeconds(2), Duration.ofMillis(50), 50);

  private ContractServer server = ContractServer.start(QUICK);
  private String token = "";

  @BeforeEach
  void restart() {
    server.close();
    server = ContractServer.start(QUICK);
    token = server.tokenOf("viewer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsWhoIsOnAConsoleAndNotFromWhere() {
    ConsoleSession session = session();
    try (SseClient client = listen("?kinds=console&lang=en")) {
      server.changes.write(new Change.ConsoleShown(session));
      server.changes.write(
          new Change.ConsoleShown(
              session.ended(Instant.EPOCH.plusSeconds(5), new EndReason.TakenOver("bob"))));

      Event begun = client.next();
      Event ended = client.next();
      assertThat(begun.kind()).isEqualTo("console");
      assertThat(begun.text("username")).isEqualTo("ann");
      assertThat(begun.text("connected")).isEqualTo("true");
      assertThat(ended.text("connected")).isEqualTo("false");
      assertThat(ended.text("reason")).isEqualTo("TAKEN_OVER");
      assertThat(ended.text("message")).isEqualTo("bob took the console over");
      assertThat(ended.toString()).doesNotContain("192.0.2.7");
    }
  }

  private static ConsoleSession session() {
    Vm vm = aVm().named("shop", "web-1").build();
    return new ConsoleSession(
        new SessionId(new UUID(1, 1)),
        aCaller().operator().build(),
        vm.id(),
        vm.name(),
        ConsoleProtocol.VNC,
        false,
        "192.0.2.7",
        Instant.EPOCH,
        new ServerId(new UUID(2, 2)),
        null);
  }

  @Test
  void tellsWhatChangesInOrder() {
    try (SseClient client = listen("")) {
      server.changes.write(shown("shop", "web-1"), shown("pay", "till"));
      Vm gone = aVm().named("shop", "web-2").build();
      server.changes.write(new Change.VmGone(ACME, gone.id(), gone.name()));

      List<Event> events = client.next(3);
      assertThat(events).extracting(Event::kind).containsOnly("vm");
      assertThat(events)
          .extracting(event -> event.text("name"))
          .containsExactly("web-1", "till", "web-2");
      assertThat(events.getLast().data())
          .isEqualTo(
              "{\"id\":\"%s\",\"name\":\"web-2\",\"namespace\":\"shop\",\"extra\":{\"deleted\":true}}"
                  .formatted(gone.id()));
    }
  }

  @Test
  void showsAMachineAsTheListDoes() {
    Vm vm = aVm().named("shop", "web-1").build();
    server.inventory.put(vm);
    String row =
        server.getAsViewer("/api/v1/vms").json().path("data").path("list").path(0).toString();
    try (SseClient client = listen("")) {
      server.changes.write(new Change.VmShown(ACME, VmSummary.of(vm)));

      assertThat(client.next().data()).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', zh, 虚拟机在操作期间被删除",
    "?lang=en, zh, the virtual machine was deleted meanwhile",
    "'', en, the virtual machine was deleted meanwhile"
  })
  void tellsATaskInTheListenersLanguage(String query, String accepted, String words) {
    try (SseClient client = listen(query, "Accept-Language", accepted)) {
      server.changes.write(
          new Change.TaskShown(aTask().build().failed(Instant.EPOCH, TaskReason.vmGone()), null));

      Event event = client.next();
      assertThat(event.kind()).isEqualTo("task");
      assertThat(event.text("status")).isEqualTo("failed");
      assertThat(event.text("errorMsg")).contains(words);
    }
  }

  @Test
  void answersAsProxiesAndBrowsersNeedIt() {
    try (SseClient client =
        SseClient.open(server, token, "", "Accept-Encoding", "gzip, deflate, br")) {
      Event ready = client.next();

      assertThat(client.response().statusCode()).isEqualTo(200);
      assertThat(header(client, "Content-Type")).isEqualTo("text/event-stream");
      assertThat(header(client, "Cache-Control")).isEqualTo("no-store");
      assertThat(header(client, "X-Accel-Buffering")).isEqualTo("no");
      assertThat(header(client, "X-Request-Id")).isNotBlank();
      assertThat(header(client, "X-Time-Zone")).isEqualTo("Asia/Shanghai");
      assertThat(header(client, "ETag")).isEmpty();
      assertThat(ready.kind()).isEqualTo("ready");
      assertThat(ready.id()).isEqualTo(server.changes.now().toString());
      assertThat(Integer.parseInt(String.valueOf(client.retry()))).isBetween(1_000, 4_000);
    }
  }

  @Test
  void tellsNothingOfAnotherTenantOrOfWhatIsNotAskedFor() {
    try (SseClient all = listen("");
        SseClient tasks = listen("?kinds=task,console");
        SseClient pay = listen("?namespace=pay");
        SseClient foreign = SseClient.open(server, server.tokenOf("globex", "viewer"), "")) {
      assertThat(foreign.next().kind()).isEqualTo("ready");
      Change till = shown("pay", "till");
      server.changes.write(
          new Change.VmShown(
              new TenantId("globex"), VmSummary.of(aVm().named("research", "lab").build())),
          new Change.VmShown(ACME, VmSummary.of(aVm().named("elsewhere", "x").build())),
          shown("shop", "web-1"),
          till,
          new Change.TaskShown(aTask().build(), null));

      assertThat(all.next(3)).extracting(Event::kind).containsExactly("vm", "vm", "task");
      assertThat(tasks.next().kind()).isEqualTo("task");
      assertThat(pay.next().text("name")).isEqualTo("till");
      assertThat(foreign.next().text("name")).isEqualTo("lab");
      try (SseClient machine = listen("?vmId=" + till.vmId())) {
        server.changes.write(shown("shop", "web-3"), till);
        assertThat(machine.next().text("name")).isEqualTo("till");
      }
    }
  }

  @Test
  void goesOnWhereItBroke() {
    String last;
    try (SseClient client = listen("")) {
      server.changes.write(shown("shop", "web-1"));
      last = client.next().id();
    }
    server.changes.write(shown("shop", "web-2"));
    server.changes.write(shown("shop", "web-3"));

    try (SseClient byHeader = listen("?lastEventId=nonsense", "Last-Event-ID", last);
        SseClient byQuery = listen("?lastEventId=" + last)) {
      for (SseClient again : List.of(byHeader, byQuery)) {
        assertThat(again.next(2))
            .extracting(event -> event.text("name"))
            .containsExactly("web-2", "web-3");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "yesterday, unknownPoint",
    "00000000000000000000000000000009-1, unknownPoint",
    "old, tooOld",
    "🦆, unknownPoint"
  })
  void saysResetWhereItCannotGoOn(String point, String reason) {
    String last = point.equals("old") ? server.changes.now().toString() : point;
    server.changes.write(shown("shop", "web-1"));
    server.changes.forget(Duration.ZERO);

    try (SseClient client =
        SseClient.open(
            server, token, "?lastEventId=" + URLEncoder.encode(last, StandardCharsets.UTF_8))) {
      Event reset = client.next();
      assertThat(reset.kind()).isEqualTo("reset");
      assertThat(reset.data()).isEqualTo("{\"reason\":\"" + reason + "\"}");
      assertThat(reset.id()).isEqualTo(server.changes.now().toString());

      server.changes.write(shown("shop", "web-2"));
      assertThat(client.next().text("name")).isEqualTo("web-2");
    }
  }

  @Test
  void beatsWhileNothingChangesAndMovesThePointOn() {
    try (SseClient client = listen("?kinds=task")) {
      server.changes.write(shown("shop", "web-1"));

      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  client.comments() > 2 && client.lastId().equals(server.changes.now().toString()));
    }
  }

  @Test
  void saysGoodbyeWhenTheTokenExpires() {
    String brief =
        server.issuer(Duration.ofSeconds(2)).issue(aCaller().viewer().signedIn().build()).token();
    try (SseClient client = SseClient.open(server, brief, "")) {
      assertThat(client.next().kind()).isEqualTo("ready");
      Event bye = client.next();
      assertThat(bye.kind()).isEqualTo("bye");
      assertThat(bye.data()).isEqualTo("{\"reason\":\"tokenExpired\"}");
      assertThat(client.next().kind()).isEqualTo("(closed)");
    }
  }

  @Test
  void opensNoMoreStreamsForAUserThanTheLimitSays() {
    try (ContractServer small = ContractServer.start(QUICK.withOfAUser(2))) {
      String viewer = small.tokenOf("viewer");
      String root = small.tokenOf("root");
      try (SseClient first = SseClient.open(small, viewer, "");
          SseClient second = SseClient.open(small, viewer, "")) {
        assertThat(first.next().kind()).isEqualTo("ready");
        assertThat(second.next().kind()).isEqualTo("ready");

        Answer third = small.get("/api/v1/stream", "Authorization", "Bearer " + viewer);
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.code()).isEqualTo(42901);
        try (SseClient other = SseClient.open(small, root, "")) {
          assertThat(other.next().kind()).isEqualTo("ready");
        }
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> small.fanOut.listening() == 0);
      try (SseClient again = SseClient.open(small, viewer, "")) {
        assertThat(again.next().kind()).isEqualTo("ready");
      }
    }
  }

  @Test
  void saysGoodbyeToWhoSignsOut() {
    String another = server.tokenOf("viewer");
    try (SseClient staying = listen("");
        SseClient leaving = SseClient.open(server, another, "")) {
      assertThat(leaving.next().kind()).isEqualTo("ready");

      server.post("/api/v1/auth/logout", "", "Authorization", "Bearer " + another);

      assertThat(leaving.next().data()).isEqualTo("{\"reason\":\"tokenWithdrawn\"}");
      assertThat(leaving.next().kind()).isEqualTo("(closed)");
      server.changes.write(shown("shop", "web-1"));
      assertThat(staying.next().kind()).isEqualTo("vm");
    }
  }

  @Test
  void saysGoodbyeWhenTheTenantIsDisabled() {
    try (SseClient client = listen("")) {
      server.tenants.replace(aTenant("acme").owning("shop", "pay").disabled().build());

      assertThat(client.next().data()).isEqualTo("{\"reason\":\"disabled\"}");
      assertThat(client.next().kind()).isEqualTo("(closed)");
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> server.fanOut.listening() == 0);
  }

  @Test
  void saysGoodbyeToAllWhenThePlatformStops() {
    try (SseClient one = listen("");
        SseClient two = listen("")) {
      server.endStreams();

      for (SseClient client : List.of(one, two)) {
        assertThat(client.next().data()).isEqualTo("{\"reason\":\"shutdown\"}");
        assertThat(client.next().kind()).isEqualTo("(closed)");
      }
      try (SseClient late = SseClient.open(server, token, "")) {
        assertThat(late.next().data()).isEqualTo("{\"reason\":\"shutdown\"}");
      }
    }
  }

  @Test
  void forgetsAListenerThatIsGone() {
    SseClient client = listen("");
    assertThat(server.fanOut.listening()).isEqualTo(1);

    client.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> server.fanOut.listening() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?kinds=vm,pod               | kinds
          ?kinds=vm,                  | kinds
          ?lang=fr                    | lang
          ?vmId=a%00b                 | vmId
          ?kinds=x&lang=y             | kinds
          """)
  void refusesWrongParameters(String query, String field) {
    Answer answer =
        server.getAsViewer(
            "/api/v1/stream" + query, "Accept", "text/event-stream", "Accept-Language", "en");

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.text("data", "fieldErrors", 0, "field")).isEqualTo(field);
    assertThat(server.fanOut.listening()).isZero();
  }

  @Test
  void answersErrorsInTheEnvelopeWhateverIsAcceptedAndOpensNothing() {
    String path = "/api/v1/stream";
    String accept = "text/event-stream";
    assertThat(server.get(path, "Accept", accept).code()).isEqualTo(40102);
    assertThat(server.post(path, "{}", "Authorization", "Bearer " + token).code()).isEqualTo(40501);
    assertThat(
            server
                .get(path, "Accept", "application/json", "Authorization", "Bearer " + token)
                .code())
        .isEqualTo(40601);
    server.changes.beAway(true);
    assertThat(server.get(path, "Accept", accept, "Authorization", "Bearer " + token).code())
        .isEqualTo(50301);
    Answer head =
        server.send(
            server
                .request(path, "Authorization", "Bearer " + token)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(server.fanOut.listening()).isZero();
  }

  @Test
  void servesManyFromOneRendering() {
    List<SseClient> clients = IntStream.range(0, 40).mapToObj(_ -> listen("")).toList();
    try {
      for (int i = 0; i < 50; i++) {
        server.changes.write(shown("shop", "web-" + i));
      }
      for (SseClient client : clients) {
        assertThat(client.next(50).getLast().text("name")).isEqualTo("web-49");
      }
    } finally {
      clients.forEach(SseClient::close);
    }
  }

  /** Listen, and wait until that is so. */
  private SseClient listen(String query, String... headers) {
    SseClient client = SseClient.open(server, token, query, headers);
    assertThat(client.next().kind()).isEqualTo("ready");
    return client;
  }

  private static Change shown(String namespace, String name) {
    return new Change.VmShown(ACME, VmSummary.of(aVm().named(namespace, name).build()));
  }

  private static String header(SseClient client, String name) {
    return client.response().headers().firstValue(name).orElse("");
  }
}
