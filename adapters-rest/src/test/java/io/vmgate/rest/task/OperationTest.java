package io.vmgate.rest.task;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.task.TaskQueue.Lease;
import io.vmgate.domain.task.MachineBefore;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
  private static final Vm RUNNING = aVm().named("shop", "web-1").build();
  private static final Vm STOPPED = aVm().named("shop", "web-2").stopped().build();
  private static final Vm PAUSED = aVm().named("shop", "web-3").standing("Paused").build();
  private static final Vm STOPPING = aVm().named("shop", "web-4").standing("Stopping").build();
  private static final Vm FOREIGN = aVm().named("research", "gpu-1").build();
  private static final UUID WORKER = new UUID(1, 1);

  private ContractServer server;
  private String token;

  @BeforeEach
  void start() {
    server = ContractServer.start();
    List.of(RUNNING, STOPPED, PAUSED, STOPPING, FOREIGN).forEach(server.inventory::put);
    token = server.tokenOf("operator");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"start,web-2", "stop,web-1", "restart,web-1", "pause,web-1", "unpause,web-3"})
  void acceptsAnOperation(String action, String machine) {
    Answer answer = operate(vm(machine), action, "{\"force\":false}");

    assertThat(answer.status()).isEqualTo(200);
    String taskId = answer.text("data", "taskId");
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":200,\"message\":\"操作触发成功，正在执行\",\"data\":{\"taskId\":\"" + taskId + "\"}}");
    assertThat(show(taskId).text("data", "extra", "action")).isEqualTo(action);
  }

  @Test
  void needsNeitherBodyNorMediaType() {
    Answer answer =
        server.send(
            server
                .request("/api/v1/vms/" + STOPPED.id() + "/start", "Accept-Language", "en")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("message"))
        .isEqualTo("the operation was accepted and is being carried out");
  }

  @ParameterizedTest
  @CsvSource({
    "start,web-1,running", "start,web-3,paused", "start,web-4,stopping", "stop,web-2,stopped",
    "stop,web-4,stopping", "restart,web-2,stopped", "pause,web-2,stopped", "pause,web-3,paused",
    "unpause,web-1,running"
  })
  void refusesWhatTheStateDoesNotAllow(String action, String machine, String state) {
    Answer answer = operate(vm(machine), action, "", "Accept-Language", "en");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":40901,\"message\":\"the virtual machine is "
                + state
                + ", which does not allow "
                + action
                + "\",\"data\":null}");
  }

  @Test
  void stopsByForceWhatIsStoppingAlready() {
    assertThat(operate(STOPPING, "stop", "{\"force\":true}").status()).isEqualTo(200);
  }

  @Test
  void refusesASecondOperationNamingTheFirst() {
    String first = operate(STOPPED, "start", "").text("data", "taskId");

    Answer second = operate(STOPPED, "start", "");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo(40902);
    assertThat(second.at("data")).isEqualTo("{\"taskId\":\"" + first + "\"}");
  }

  @Test
  void acceptsOneOfFiftyAtOnce() throws Exception {
    List<Future<Answer>> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        calls.add(threads.submit(() -> operate(STOPPED, "start", "")));
      }
    }
    List<Integer> codes = new ArrayList<>();
    for (Future<Answer> call : calls) {
      codes.add(call.get().code());
    }

    assertThat(codes).filteredOn(code -> code == 200).hasSize(1);
    assertThat(codes).filteredOn(code -> code == 40902).hasSize(49);
  }

  @Test
  void repeatsTheFirstAnswerToTheSameKey() {
    String first = keyed("k-1", "{\"extra\":{\"a\":1,\"b\":2}}").text("data", "taskId");

    assertThat(keyed("k-1", "{\"extra\":{\"b\":2,\"a\":1},\"force\":false}").text("data", "taskId"))
        .isEqualTo(first);
    Answer other = keyed("k-1", "{\"force\":true}");
    assertThat(other.code()).isEqualTo(40904);
    assertThat(other.text("message")).contains("k-1");
    assertThat(keyed("k-2", "").code()).isEqualTo(40902);
  }

  @Test
  void refusesAKeyWithABlankInIt() {
    assertThat(keyed("has space", "").at("data", "fieldErrors")).contains("Idempotency-Key");
  }

  @Test
  void refusesAKeyThatIsTooLongAndNamesAllElseThatIsWrong() {
    Answer answer =
        operate(STOPPED, "start", "{\"force\":1,\"extra\":[]}", "Idempotency-Key", "k".repeat(256));

    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.at("data", "fieldErrors"))
        .contains("\"force\"", "\"extra\"", "\"Idempotency-Key\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"force":"yes"}        | 40001
          {"force":0}            | 40001
          {"extra":"text"}       | 40001
          [1]                    | 40001
          {                      | 40002
          {"force":null,"new":1} | 200
          """)
  void refusesWrongTypesAndIgnoresUnknownFields(String body, int code) {
    assertThat(operate(STOPPED, "start", body).code()).isEqualTo(code);
  }

  @Test
  void keepsQuietAboutForeignMachinesBeforeAnythingElse() {
    assertThat(operate(FOREIGN, "start", "{").code()).isEqualTo(40401);
    assertThat(server.post("/api/v1/vms/x/start", "", bearer(token)).code()).isEqualTo(40401);
    assertThat(server.post("/api/v1/vms/" + STOPPED.id() + "/start", "").code()).isEqualTo(40102);
  }

  @Test
  void namesTheMissingPermissionBeforeItReadsTheBody() {
    token = server.tokenOf("viewer");

    Answer answer = operate(STOPPED, "start", "{");

    assertThat(answer.code()).isEqualTo(40301);
    assertThat(answer.text("message")).contains("vm:start");
    assertThat(operate(RUNNING, "unpause", "").text("message")).contains("vm:pause");
  }

  @Test
  void showsATaskToTheLetter() {
    String taskId =
        operate(STOPPED, "start", "{\"extra\":{\"ticket\":\"OPS-1\"}}").text("data", "taskId");
    Task task = server.tasks.find(new TenantId("acme"), id(taskId)).orElseThrow().task();

    Answer answer = show(taskId);

    assertThat(answer.status()).isEqualTo(200);
    String created = answer.text("data", "extra", "createTime");
    assertThat(created).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"code":200,"message":"success","data":{"taskId":"%s","status":"running","progress":0,\
            "result":null,"errorMsg":null,"extra":{"action":"start","force":false,"vmId":"%s",\
            "vmName":"web-2","namespace":"shop","operator":"operator","createTime":"%s",\
            "endTime":null,"step":"accepted","errorCause":null,"parentId":null,"children":null,\
            "extra":{"ticket":"OPS-1"}}}}"""
                .formatted(task.id(), STOPPED.id(), created));
    assertThat(
            server
                .get(
                    "/api/v1/tasks/" + taskId,
                    "Authorization",
                    "Bearer " + token,
                    "If-None-Match",
                    String.valueOf(answer.header("ETag")))
                .status())
        .isEqualTo(304);
  }

  @Test
  void saysInTheReadersLanguageHowATaskEnded() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");
    finish(taskId, TaskReason.clusterRefused("it's {0} no"));

    Answer english = show(taskId, "Accept-Language", "en");

    assertThat(show(taskId).text("data", "errorMsg")).isEqualTo("集群拒绝了该操作：it's {0} no");
    assertThat(english.text("data", "errorMsg")).isEqualTo("the cluster refused: it's {0} no");
    assertThat(english.text("data", "status")).isEqualTo("failed");
    assertThat(english.text("data", "extra", "errorCause")).isEqualTo("CLUSTER_REFUSED");
    assertThat(english.text("data", "extra", "endTime")).isNotBlank();
  }

  @Test
  void hasASentenceForEveryReason() {
    for (TaskReason.Cause cause : TaskReason.Cause.values()) {
      server.inventory.put(STOPPED);
      String taskId = operate(STOPPED, "start", "").text("data", "taskId");
      finish(taskId, new TaskReason(cause, List.of("one", "two", "three")));
      assertThat(show(taskId).text("data", "errorMsg")).as(cause.name()).isNotBlank();
    }
  }

  @Test
  void waitsUntilTheTaskChanges() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> show(taskId + "?wait=10"));
    await().atMost(Duration.ofSeconds(5)).until(() -> server.watch.waiting() == 1);

    finish(taskId, null);

    assertThat(waiting)
        .succeedsWithin(Duration.ofSeconds(5))
        .satisfies(
            answer -> {
              assertThat(answer.text("data", "status")).isEqualTo("success");
              assertThat(answer.at("data", "progress")).isEqualTo("100");
              assertThat(answer.at("data", "result"))
                  .isEqualTo("{\"vmStatus\":\"running\",\"succeeded\":null}");
            });
    assertThat(show(taskId + "?wait=60").text("data", "status")).isEqualTo("success");
    assertThat(server.watch.waiting()).isZero();
  }

  @Test
  void waitsOnlyForWhoKnowsHowTheTaskStands() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");
    String known = Objects.requireNonNull(show(taskId).header("ETag"));
    assertThat(show(taskId + "?wait=1", "If-None-Match", known).status()).isEqualTo(304);

    write(taskId, new TaskState.Running(TaskStep.ASKED, new MachineBefore("Halted", null, null)));
    CompletableFuture<Answer> late =
        CompletableFuture.supplyAsync(() -> show(taskId + "?wait=9", "If-None-Match", known));

    assertThat(late)
        .succeedsWithin(Duration.ofSeconds(5))
        .satisfies(answer -> assertThat(answer.text("data", "extra", "step")).isEqualTo("asked"));
  }

  @Test
  void waitsNoLongerThanItWasTold() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");

    assertThat(show(taskId + "?wait=1").text("data", "status")).isEqualTo("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"61", "-1", "x", "1.5"})
  void refusesAWaitOutOfRange(String wait) {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");

    assertThat(show(taskId + "?wait=" + wait).code()).isEqualTo(40001);
  }

  @Test
  void answersAllUnknownTasksAlike() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");
    String foreign = server.tokenOf("globex", "viewer");

    assertThat(show("x").code()).isEqualTo(40402);
    assertThat(show(new UUID(0, 7).toString()).code()).isEqualTo(40402);
    assertThat(server.get("/api/v1/tasks/" + taskId, "Authorization", "Bearer " + foreign).code())
        .isEqualTo(40402);
    assertThat(server.get("/api/v1/tasks/" + taskId).code()).isEqualTo(40102);
  }

  @Test
  void listsTasksNewestFirst() {
    String one = operate(STOPPED, "start", "").text("data", "taskId");
    String two = operate(RUNNING, "stop", "").text("data", "taskId");
    finish(one, null);

    Answer all = list("");
    assertThat(all.at("data", "total")).isEqualTo("2");
    assertThat(all.at("data", "pages")).isEqualTo("1");
    assertThat(all.text("data", "list", 0, "taskId")).isEqualTo(two);
    assertThat(all.text("data", "list", 1, "taskId")).isEqualTo(one);
    assertThat(list("?status=success").text("data", "list", 0, "taskId")).isEqualTo(one);
    assertThat(list("?vmId=" + RUNNING.id()).text("data", "list", 0, "taskId")).isEqualTo(two);
    assertThat(list("?operator=a%00b").code()).isEqualTo(40001);
    assertThat(list("?operator=nobody").at("data", "list")).isEqualTo("[]");
    assertThat(list("?page=9").at("data")).isEqualTo("{\"total\":2,\"pages\":1,\"list\":[]}");
    assertThat(list("?page=0&pageSize=201&status=done&parentId=x").at("data", "fieldErrors"))
        .contains("page", "pageSize", "status", "parentId");
  }

  @Test
  void cancelsWhatTheClusterDoesNotKnowOf() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");

    Answer cancelled = cancel(taskId);

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("data", "status")).isEqualTo("failed");
    assertThat(cancelled.text("data", "extra", "step")).isEqualTo("cancelled");
    assertThat(cancelled.text("data", "errorMsg")).isEqualTo("任务已被取消");
    assertThat(cancel(taskId).code()).isEqualTo(40903);
    assertThat(operate(STOPPED, "start", "").status()).isEqualTo(200);
  }

  @Test
  void refusesToCancelWhatTheClusterWasAskedFor() {
    String taskId = operate(STOPPED, "start", "").text("data", "taskId");
    write(taskId, new TaskState.Running(TaskStep.ASKING, new MachineBefore("Halted", null, null)));

    assertThat(cancel(taskId).code()).isEqualTo(40903);
    assertThat(cancel("x").code()).isEqualTo(40402);
    token = server.tokenOf("viewer");
    assertThat(cancel(taskId).code()).isEqualTo(40301);
  }

  @Test
  void acceptsABatchAndReportsEachMachine() {
    Answer answer =
        batch(
            """
            {"action":"start","vmIds":["%s","%s","%s","nobody","%s"],"extra":{"n":1}}
            """
                .formatted(
                    STOPPED.id(),
                    RUNNING.id(),
                    FOREIGN.id(),
                    STOPPED.id().toString().toUpperCase(Locale.ROOT)));
    assertThat(answer.status()).isEqualTo(200);
    String taskId = answer.text("data", "taskId");

    Answer shown = show(taskId, "Accept-Language", "en");
    assertThat(shown.text("data", "status")).isEqualTo("running");
    assertThat(shown.at("data", "extra", "vmId")).isEqualTo("null");
    assertThat(shown.at("data", "extra", "children", "total")).isEqualTo("4");
    assertThat(shown.at("data", "extra", "children", "running")).isEqualTo("1");
    assertThat(shown.at("data", "extra", "children", "failed")).isEqualTo("3");
    assertThat(shown.at("data", "extra", "children", "list", 1, "errorMsg"))
        .isEqualTo("\"the virtual machine is running, which does not allow start\"");
    assertThat(shown.text("data", "extra", "children", "list", 2, "errorMsg"))
        .isEqualTo("no such virtual machine: " + FOREIGN.id());
    assertThat(shown.text("data", "extra", "children", "list", 3, "vmId")).isEqualTo("nobody");

    finish(shown.text("data", "extra", "children", "list", 0, "taskId"), null);
    Answer ended = show(taskId, "Accept-Language", "en");
    assertThat(ended.text("data", "status")).isEqualTo("failed");
    assertThat(ended.text("data", "errorMsg"))
        .isEqualTo("3 of 4 operations failed; see the children");
    assertThat(ended.at("data", "progress")).isEqualTo("25");
    assertThat(list("?parentId=" + taskId).at("data", "total")).isEqualTo("4");
  }

  @Test
  void cancelsWhatIsLeftOfABatch() {
    String taskId =
        batch("{\"action\":\"start\",\"vmIds\":[\"%s\"]}".formatted(STOPPED.id()))
            .text("data", "taskId");

    assertThat(cancel(taskId).text("data", "status")).isEqualTo("failed");
    assertThat(cancel(taskId).code()).isEqualTo(40903);
  }

  @Test
  void succeedsWithAllOfABatch() {
    String taskId =
        batch("{\"action\":\"start\",\"vmIds\":[\"%s\"]}".formatted(STOPPED.id()))
            .text("data", "taskId");
    finish(show(taskId).text("data", "extra", "children", "list", 0, "taskId"), null);

    assertThat(show(taskId).text("data", "status")).isEqualTo("success");
    assertThat(show(taskId).at("data", "result")).isEqualTo("{\"vmStatus\":null,\"succeeded\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                         | action vmIds
          {"action":"fly","vmIds":["a"]}             | action
          {"action":"start","vmIds":[]}              | vmIds
          {"action":"start","vmIds":"a"}             | vmIds
          {"action":"start","vmIds":["a",7]}         | vmIds[1]
          {"action":"start","vmIds":["\\u0000"]}     | vmIds[0]
          {"action":7,"vmIds":["a"],"force":"x"}     | action force
          """)
  void refusesABatchNamingEveryWrongField(String body, String fields) {
    Answer answer = batch(body);

    assertThat(answer.code()).isEqualTo(40001);
    for (String field : fields.split(" ")) {
      assertThat(answer.at("data", "fieldErrors")).contains("\"field\":\"" + field + "\"");
    }
  }

  @Test
  void refusesABatchOfTooManyOrByWhoMayDoNothing() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      ids.add("\"" + new UUID(0, i) + "\"");
    }
    assertThat(batch("{\"action\":\"start\",\"vmIds\":" + ids + "}").code()).isEqualTo(40001);
    assertThat(batch("{\"action\":\"start\",\"vmIds\":" + ids.subList(0, 200) + "}").code())
        .isEqualTo(200);
    token = server.tokenOf("viewer");
    assertThat(batch("{\"action\":\"start\",\"vmIds\":[\"a\"]}").text("message"))
        .contains("vm:start");
  }

  private Answer operate(Vm vm, String action, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(bearer(token)));
    all.addAll(List.of(headers));
    return server.post("/api/v1/vms/" + vm.id() + "/" + action, body, all.toArray(String[]::new));
  }

  private Answer keyed(String key, String body) {
    return operate(STOPPED, "start", body, "Idempotency-Key", key);
  }

  private Answer batch(String body) {
    return server.post("/api/v1/vms/batch", body, bearer(token));
  }

  private Answer show(String taskId, String... headers) {
    List<String> all = new ArrayList<>(List.of(bearer(token)));
    all.addAll(List.of(headers));
    return server.get("/api/v1/tasks/" + taskId, all.toArray(String[]::new));
  }

  private Answer list(String query) {
    return server.get("/api/v1/tasks" + query, bearer(token));
  }

  private Answer cancel(String taskId) {
    return server.post("/api/v1/tasks/" + taskId + "/cancel", "", bearer(token));
  }

  /** End a task as a worker would. */
  private void finish(String taskId, @Nullable TaskReason reason) {
    write(
        taskId,
        reason == null
            ? new TaskState.Succeeded(Instant.now())
            : new TaskState.Failed(Instant.now(), TaskStep.ASKED, reason));
  }

  private void write(String taskId, TaskState state) {
    List<Lease> leases = server.tasks.lease(WORKER, 500, Duration.ofMinutes(1));
    Lease lease =
        leases.stream().filter(one -> one.task().equals(id(taskId))).findFirst().orElseThrow();
    Task task = server.tasks.read(lease).orElseThrow();
    assertThat(server.tasks.write(lease, task.in(state))).isTrue();
    server.tasks.release(WORKER);
    server.watch.changed(task.id());
  }

  private static TaskId id(String taskId) {
    return new TaskId(UUID.fromString(taskId));
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private static Vm vm(String machine) {
    return List.of(RUNNING, STOPPED, PAUSED, STOPPING).stream()
        .filter(vm -> vm.name().name().equals(machine))
        .findFirst()
        .orElseThrow();
  }
}
