package io.vmgate.rest.vm;

import static io.vmgate.testkit.task.TaskBuilder.aTask;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.event.VmEvent.Origin;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmEventsTest {
  private static final Vm WEB = aVm().build();
  private static final Instant TEN = Instant.parse("2026-08-03T02:00:00Z"); // 10:00 in Shanghai

  private ContractServer server;

  @BeforeEach
  void start() {
    server = ContractServer.start();
    server.inventory.put(WEB);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsAnOperationToTheLetterAndMore() {
    Task task = aTask().by("alice").createdAt(TEN).build();
    server.events.write(task.succeeded(TEN.plusSeconds(42)));

    Answer answer = server.getAsViewer("/api/v1/vms/" + WEB.id() + "/events");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("data"))
        .isEqualTo(
            """
            {"total":1,"pages":1,"list":[{"eventType":"start","operator":"alice",\
            "time":"2026-08-03 10:00:00","status":"success","extra":{"eventId":"%s","taskId":"%s",\
            "endTime":"2026-08-03 10:00:42","message":null,"code":null,"fromNode":null,\
            "toNode":null}}]}"""
                .formatted(task.id(), task.id()));
  }

  @Test
  void saysInTheCallersLanguageWhatHappened() {
    server.events.add(
        seen(1, EventType.ERROR, new Origin.Seen("ErrorUnschedulable", "no node", null, null)));
    server.events.add(seen(2, EventType.CRASHED, Origin.Seen.PLAINLY));
    Task failed =
        aTask().createdAt(TEN.plusSeconds(3)).build().failed(TEN, TaskReason.vmNotFound("x"));
    server.events.write(failed);

    Answer chinese = server.getAsViewer("/api/v1/vms/" + WEB.id());
    Answer english = server.getAsViewer("/api/v1/vms/" + WEB.id(), "Accept-Language", "en");

    assertThat(chinese.at("data", "eventInfo", 0, "extra", "message")).contains("虚拟机不存在：x");
    assertThat(english.at("data", "eventInfo", 0, "extra", "code")).contains("VM_NOT_FOUND");
    assertThat(chinese.at("data", "eventInfo", 1, "extra", "message")).contains("虚拟机异常退出");
    assertThat(english.at("data", "eventInfo", 2, "extra", "message"))
        .contains("the virtual machine cannot run (ErrorUnschedulable): no node");
    assertThat(english.at("data", "eventInfo", 2, "status")).contains("failed");
  }

  @Test
  void tellsWhoWasOnTheConsole() {
    Origin.Console origin =
        new Origin.Console(
            new SessionId(new UUID(7, 7)), ConsoleProtocol.VNC, new EndReason.TakenOver("bob"));
    server.events.add(
        new VmEvent(
            new UUID(7, 7),
            new TenantId("acme"),
            WEB.id(),
            WEB.name(),
            EventType.CONSOLE,
            "ann",
            TEN,
            TEN.plusSeconds(60),
            TaskStatus.SUCCESS,
            origin));

    Answer answer =
        server.getAsViewer(
            "/api/v1/vms/" + WEB.id() + "/events?eventType=console", "Accept-Language", "en");

    assertThat(answer.text("data", "list", 0, "eventType")).isEqualTo("console");
    assertThat(answer.text("data", "list", 0, "operator")).isEqualTo("ann");
    assertThat(answer.text("data", "list", 0, "extra", "code")).isEqualTo("TAKEN_OVER");
    assertThat(answer.text("data", "list", 0, "extra", "message"))
        .isEqualTo("on the vnc console; bob took the console over");
  }

  @Test
  void hasWordsForEverythingThatIsSeen() {
    int number = 0;
    for (EventType type : EventType.values()) {
      if (type.ordinal() >= EventType.CREATED.ordinal()) {
        server.events.add(seen(number++, type, Origin.Seen.PLAINLY));
        server.events.add(seen(number++, type, new Origin.Seen("Code", "because", "a", "b")));
      }
    }

    for (String language : new String[] {"zh", "en"}) {
      Answer answer =
          server.getAsViewer(
              "/api/v1/vms/" + WEB.id() + "/events?pageSize=200", "Accept-Language", language);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.at("data", "total")).isEqualTo(String.valueOf(number));
      assertThat(answer.body()).doesNotContain("event.").doesNotContain("{0}");
    }
  }

  @Test
  void changesTheTagOfTheDetail() {
    String path = "/api/v1/vms/" + WEB.id();
    String before = Objects.requireNonNull(server.getAsViewer(path).header("ETag"));

    server.events.add(seen(1, EventType.CRASHED, Origin.Seen.PLAINLY));

    assertThat(server.getAsViewer(path, "If-None-Match", before).status()).isEqualTo(200);
    String after = Objects.requireNonNull(server.getAsViewer(path).header("ETag"));
    assertThat(server.getAsViewer(path, "If-None-Match", after).status()).isEqualTo(304);
  }

  @Test
  void showsTheLatestTenInTheDetailAndPagesOfAllInTheList() {
    for (int i = 0; i < 15; i++) {
      server.events.add(seen(i, EventType.STARTED, Origin.Seen.PLAINLY));
    }

    assertThat(server.getAsViewer("/api/v1/vms/" + WEB.id()).json().path("data").path("eventInfo"))
        .hasSize(10);
    Answer page = server.getAsViewer("/api/v1/vms/" + WEB.id() + "/events?page=2&pageSize=10");
    assertThat(page.at("data", "total")).isEqualTo("15");
    assertThat(page.json().path("data").path("list")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "eventType=crashed, 1",
    "eventType=started, 1",
    "operator=system, 2",
    "operator=ann, 1",
    "status=failed, 1",
    "from=2026-08-03%2010:00:02, 2",
    "to=2026-08-03%2010:00:02, 1",
    "from=2026-08-03%2010:00:02&to=2026-08-03%2010:00:03, 1",
  })
  void filters(String query, int found) {
    server.events.add(seen(1, EventType.STARTED, Origin.Seen.PLAINLY));
    server.events.add(seen(2, EventType.CRASHED, Origin.Seen.PLAINLY));
    server.events.write(aTask().by("ann").createdAt(TEN.plusSeconds(3)).build());

    Answer answer = server.getAsViewer("/api/v1/vms/" + WEB.id() + "/events?" + query);

    assertThat(answer.at("data", "total")).isEqualTo(String.valueOf(found));
  }

  @Test
  void namesEveryWrongParameter() {
    Answer answer =
        server.getAsViewer(
            "/api/v1/vms/"
                + WEB.id()
                + "/events?page=0&pageSize=x&eventType=party&status=so&from=today&to=2026-02-30%2000:00:00");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("data").path("fieldErrors"))
        .extracting(error -> error.path("field").asString())
        .containsExactlyInAnyOrder("page", "pageSize", "eventType", "status", "from", "to");
  }

  @Test
  void hidesEventsOfOthersAndKeepsThoseOfMachinesThatAreNoMore() {
    server.events.add(seen(1, EventType.DELETED, Origin.Seen.PLAINLY));
    server.inventory.remove(WEB.id());
    String path = "/api/v1/vms/" + WEB.id() + "/events";

    assertThat(server.getAsViewer(path).at("data", "total")).isEqualTo("1");
    assertThat(
            server
                .get(path, "Authorization", "Bearer " + server.tokenOf("globex", "viewer"))
                .at("code"))
        .isEqualTo("40401");
    assertThat(server.getAsViewer("/api/v1/vms/" + new UUID(1, 1) + "/events").at("code"))
        .isEqualTo("40401");
    assertThat(server.getAsViewer("/api/v1/vms/x/events").at("code")).isEqualTo("40401");
  }

  @Test
  void showsTheMachineWithoutItsEventsWhileTheDatabaseIsAway() {
    server.events.add(seen(1, EventType.CRASHED, Origin.Seen.PLAINLY));
    String path = "/api/v1/vms/" + WEB.id();
    server.events.beAway(true);

    Answer detail = server.getAsViewer(path);
    assertThat(detail.status()).isEqualTo(200);
    assertThat(detail.at("data", "eventInfo")).isEqualTo("[]");
    assertThat(detail.at("data", "extra", "eventsUnavailable")).isEqualTo("true");
    assertThat(server.getAsViewer(path + "/events").at("code")).isEqualTo("50301");

    server.events.beAway(false);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                server.getAsViewer(path).at("data", "extra", "eventsUnavailable").equals("false"));
  }

  private static VmEvent seen(long number, EventType type, Origin.Seen seen) {
    Instant at = TEN.plusSeconds(number);
    boolean bad = type == EventType.ERROR || type == EventType.CRASHED;
    return new VmEvent(
        new UUID(0x7000, number),
        new TenantId("acme"),
        WEB.id(),
        WEB.name(),
        type,
        VmEvent.SYSTEM,
        at,
        at,
        bad ? TaskStatus.FAILED : TaskStatus.SUCCESS,
        seen);
  }
}
