package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What start, stop, restart, pause and their like answer and write, row by row. The pace is so slow
 * that no controller takes a step meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubresourceTest {
  private static final String GROUP = "/apis/subresources.kubevirt.io/v1";
  private static final String NONE = "no instance";
  private static final String MACHINE = "virtualmachine";
  private static final String INSTANCE = "virtualmachineinstance";
  private static final String RECOVERY =
      "VM recovery required: Volume migration failed, leaving some volumes pointing to non-consistent targets; manual"
          + " intervention is needed to reassign them to their original volumes.";
  private static final String DECODE = "Can not unmarshal Request body to struct, error: ";
  private static final String UNDERWAY = "unable to complete request: stop/start already underway";

  private final AtomicInteger count = new AtomicInteger();
  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0).withPace(0.0001));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  // ---- what succeeds: what is asked for, and what is written down

  static Stream<Arguments> wishes() {
    return Stream.of(
        arguments("start", "Halted", NONE, "", "Always", ""),
        arguments("start", "Halted", "Succeeded", "", "Always", ""),
        arguments("start", "Halted", "Failed", "", "Always", ""),
        arguments("start", "Halted", "Unknown", "", "Always", ""),
        arguments("start", "Halted", "", "", "Always", ""),
        arguments("start", "Halted", NONE, "{\"unheard\":1}", "Always", ""),
        arguments("start", "Halted", NONE, "null", "Always", ""),
        arguments("start", "Halted", NONE, "{\"paused\":true}", "Halted", "Start(paused)"),
        arguments("start", "Halted", NONE, "{\"dryRun\":[\"All\"]}", "Halted", ""),
        arguments("start", "Manual", NONE, "{}", "Manual", "Start"),
        arguments("start", "Manual", NONE, "{\"paused\":true}", "Manual", "Start(paused)"),
        arguments("start", "Manual", "Succeeded", "", "Manual", "Stop Start"),
        arguments("start", "Manual", "Failed", "", "Manual", "Stop Start"),
        arguments("start", "Manual", NONE, "{\"dryRun\":[\"All\"]}", "Manual", ""),
        arguments("start", "RerunOnFailure", NONE, "", "RerunOnFailure", "Start"),
        arguments("start", "RerunOnFailure", "Succeeded", "", "RerunOnFailure", "Stop Start"),
        arguments("start", "WaitAsReceiver", NONE, "", "WaitAsReceiver", ""),
        arguments("stop", "Always", "Running", "", "Halted", ""),
        arguments("stop", "Always", NONE, "", "Halted", ""),
        arguments("stop", "Always", "Running", "{\"dryRun\":[\"All\"]}", "Always", ""),
        arguments("stop", "Once", "Running", "", "Halted", ""),
        arguments("stop", "Once", "Succeeded", "", "Halted", ""),
        arguments("stop", "Manual", "Running", "", "Manual", "Stop"),
        arguments("stop", "Manual", "Scheduling", "", "Manual", "Stop"),
        arguments("stop", "Manual", "Running", "{\"dryRun\":[\"All\"]}", "Manual", ""),
        arguments("stop", "RerunOnFailure", "Running", "", "RerunOnFailure", "Stop"),
        arguments("stop", "Halted", "Running", "{\"gracePeriod\":0}", "Halted", "Stop"),
        arguments("stop", "WaitAsReceiver", NONE, "", "WaitAsReceiver", ""),
        arguments("restart", "Always", "Running", "", "Always", "Stop Start"),
        arguments("restart", "Always", "Failed", "{}", "Always", "Stop Start"),
        arguments("restart", "Manual", "Succeeded", "", "Manual", "Stop Start"),
        arguments("restart", "RerunOnFailure", "Running", "", "RerunOnFailure", "Stop Start"),
        arguments("restart", "Always", "Running", "{\"dryRun\":[\"All\"]}", "Always", ""));
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void recordsTheWish(
      String call, String strategy, String phase, String body, String after, String requests) {
    String name = machine(strategy, phase);

    ApiClient.Answer answer = put("virtualmachines", name, call, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    ObjectNode machine = read(name);
    assertThat(Json.text(machine, "spec", "runStrategy")).isEqualTo(after);
    assertThat(Json.at(machine, "metadata", "generation").intValue(0))
        .isEqualTo(after.equals(strategy) ? 1 : 2);
    assertThat(requests(machine)).isEqualTo(requests);
  }

  @ParameterizedTest
  @CsvSource({"start,false,true", "stop,true,false"})
  void switchesTheOldFieldWhereAMachineUsesIt(String call, boolean before, boolean after) {
    String name = machine("", NONE, vm -> Json.child(vm, "spec").put("running", before));

    assertThat(put("virtualmachines", name, call, "").status()).isEqualTo(202);

    assertThat(Json.at(read(name), "spec", "running").booleanValue(before)).isEqualTo(after);
    assertThat(Json.at(read(name), "spec").has("runStrategy")).isFalse();
  }

  @Test
  void replacesWhatIsQueuedByAStop() {
    String name = machine("Manual", "Running", vm -> queue(vm, "Stop", "Start"));
    assertThat(put("virtualmachines", name, "stop", "").status()).isEqualTo(202);
    assertThat(requests(read(name))).isEqualTo("Stop");
  }

  // ---- what a machine's calls refuse

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("start", "Halted", "Pending", "", 409, "VM is already running"),
        arguments("start", "Halted", "Scheduling", "", 409, "VM is already running"),
        arguments("start", "Halted", "Running", "", 409, "VM is already running"),
        arguments("start", "Always", "Running", "{broken", 409, "VM is already running"),
        arguments(
            "start", "Always", NONE, "", 409, "Always does not support manual start requests"),
        arguments(
            "start", "Always", "Failed", "", 409, "Always does not support manual start requests"),
        arguments("start", "Once", NONE, "", 409, "Once does not support manual start requests"),
        arguments(
            "start",
            "RerunOnFailure",
            "Failed",
            "",
            409,
            "RerunOnFailure does not support starting VM from failed state"),
        arguments("start", "Always", NONE, "[]", 400, DECODE),
        arguments(
            "start",
            "Always",
            NONE,
            "{\"paused\":\"yes\"}",
            400,
            DECODE
                + "json: cannot unmarshal string into Go struct field StartOptions.paused of type bool"),
        arguments("start", "Halted", NONE, "{\"dryRun\":\"All\"}", 400, DECODE),
        arguments("stop", "Halted", NONE, "", 409, "VM is not running"),
        arguments("stop", "Halted", "Succeeded", "{\"gracePeriod\":0}", 409, "VM is not running"),
        arguments(
            "stop",
            "Halted",
            "Running",
            "",
            409,
            "Halted only supports manual stop requests with a shorter graceperiod"),
        arguments(
            "stop",
            "Halted",
            "Running",
            "{\"gracePeriod\":180}",
            409,
            "Halted only supports manual stop requests with a shorter graceperiod"),
        arguments("stop", "Manual", NONE, "", 409, "VM is not running"),
        arguments("stop", "Manual", "Succeeded", "", 409, "VM is not running"),
        arguments("stop", "RerunOnFailure", NONE, "", 409, "VM is not running"),
        arguments("stop", "RerunOnFailure", "Failed", "", 409, "VM is not running"),
        arguments("stop", "Halted", NONE, "{\"gracePeriod\":\"0\"}", 400, DECODE),
        arguments("stop", "Halted", NONE, "{\"gracePeriod\":1.5}", 400, DECODE),
        arguments(
            "restart",
            "Halted",
            NONE,
            "",
            409,
            "RunStategy Halted does not support manual restart requests"),
        arguments(
            "restart",
            "Once",
            "Running",
            "",
            409,
            "RunStategy Once does not support manual restart requests"),
        arguments("restart", "Always", NONE, "", 409, "VM is not running: Halted"),
        arguments("restart", "Manual", NONE, "", 409, "VM is not running: Halted"),
        arguments(
            "restart",
            "Halted",
            NONE,
            "{\"gracePeriodSeconds\":30}",
            400,
            "For force restart, only gracePeriod=0 is supported for now"),
        arguments(
            "restart",
            "Halted",
            NONE,
            "{\"gracePeriodSeconds\":-1}",
            400,
            "gracePeriod has to be greater or equal to 0"),
        arguments("restart", "Halted", NONE, "{broken", 400, DECODE));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWhatTheStateDoesNotAllow(
      String call, String strategy, String phase, String body, int status, String message) {
    String name = machine(strategy, phase);
    ApiClient.Answer answer = put("virtualmachines", name, call, body);

    if (status == 409) {
      assertConflict(answer, MACHINE, name, message);
    } else {
      assertBadRequest(answer, message);
    }
    assertThat(Json.text(read(name), "spec", "runStrategy")).isEqualTo(strategy);
    assertThat(requests(read(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"start,Halted,ManualRecoveryRequired", "restart,Always,VolumesChange"})
  void asksForARecoveryFirst(String call, String strategy, String condition) {
    String name =
        machine(
            strategy,
            NONE,
            vm ->
                Json.list(Json.child(vm, "status"), "conditions")
                    .addObject()
                    .put("type", condition)
                    .put("status", "True"));
    assertConflict(put("virtualmachines", name, call, "{\"x\":1}"), MACHINE, name, RECOVERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "restart"})
  void doesNotFindAMachineThatIsNotThere(String call) {
    assertNotFound(put("virtualmachines", "nobody", call, ""), MACHINE, "nobody");
  }

  @Test
  void readsTheBodyOfAStopOrRestartBeforeItLooksForTheMachine() {
    assertNotFound(put("virtualmachines", "nobody", "start", "{broken"), MACHINE, "nobody");
    assertBadRequest(put("virtualmachines", "nobody", "stop", "{broken"), DECODE);
    assertBadRequest(put("virtualmachines", "nobody", "restart", "{broken"), DECODE);
  }

  static Stream<Arguments> busy() {
    return Stream.of(
        arguments("start", "Manual", NONE, "", "Start"),
        arguments("start", "RerunOnFailure", NONE, "", "Start"),
        arguments("start", "Manual", "Succeeded", "", "Stop Start"),
        arguments("restart", "Always", "Running", "", "Stop Start"),
        arguments("restart", "Manual", "Running", "{}", "Stop Start"));
  }

  @ParameterizedTest
  @MethodSource("busy")
  void answersASecondRequestWithAnInternalError(
      String call, String strategy, String phase, String body, String queued) {
    String name = machine(strategy, phase);
    assertThat(put("virtualmachines", name, call, body).status()).isEqualTo(202);

    ApiClient.Answer again = put("virtualmachines", name, call, body);

    assertInternal(again, UNDERWAY);
    assertThat(requests(read(name))).isEqualTo(queued);
  }

  @Test
  void passesOnWhatAWebhookSaysAgainstAStart() {
    String name = machine("Halted", NONE, vm -> Json.child(vm, "spec").remove("template"));
    assertInternal(
        put("virtualmachines", name, "start", ""),
        "admission webhook \"virtualmachine-validator.kubevirt.io\" denied the request: missing virtual machine"
            + " template.");
  }

  @Test
  void refusesAStartWhileTheOldInstanceIsLeaving() {
    String name = machine("Halted", "Running");
    simulator.store().put(ResourceTypes.VMI, leaving(name));
    assertConflict(
        put("virtualmachines", name, "start", ""), MACHINE, name, "VM is already running");
  }

  // ---- grace periods

  static Stream<Arguments> graces() {
    return Stream.of(
        arguments("stop", "Always", "{\"gracePeriod\":0}", 202, 0),
        arguments("stop", "Manual", "{\"gracePeriod\":5}", 202, 5),
        arguments("stop", "Always", "{}", 202, 180),
        arguments("stop", "Always", "{\"gracePeriod\":0,\"dryRun\":[\"All\"]}", 202, 180),
        // set first, and kept although the call is then refused
        arguments("stop", "Halted", "{\"gracePeriod\":300}", 409, 300),
        arguments("restart", "Always", "{\"gracePeriodSeconds\":0}", 202, 1),
        arguments("restart", "Always", "{\"gracePeriodSeconds\":0,\"dryRun\":[\"All\"]}", 202, 180),
        arguments("restart", "Always", "{}", 202, 180));
  }

  @ParameterizedTest
  @MethodSource("graces")
  void setsTheGracePeriodOfTheInstance(
      String call, String strategy, String body, int status, int seconds) {
    String name = machine(strategy, "Running");
    assertThat(put("virtualmachines", name, call, body).status()).isEqualTo(status);
    assertThat(Json.at(instance(name), "spec", "terminationGracePeriodSeconds").longValue(-1))
        .isEqualTo(seconds);
  }

  // ---- calls to a running guest

  static Stream<Arguments> guestRefusals() {
    String probe = "{\"httpGet\":{\"port\":80}}";
    return Stream.of(
        arguments("pause", "Scheduled", "", "", 409, "VM is not running"),
        arguments("pause", "Succeeded", "", "", 409, "VM is not running"),
        arguments("pause", "Running", "Paused", "", 409, "VMI is already paused"),
        arguments(
            "pause",
            "Running",
            "Paused " + probe,
            "",
            403,
            "Pausing VMIs with a non-GuestAgentPing LivenessProbe is not supported"),
        arguments("pause", "Scheduled", "", "{broken", 400, DECODE),
        arguments("unpause", "Scheduled", "", "", 409, "VMI is not running"),
        arguments("unpause", "Running", "", "", 409, "VMI is not paused"),
        arguments("unpause", "Running", "", "[]", 400, DECODE),
        arguments("softreboot", "Scheduled", "", "", 409, "VM is not running"),
        arguments("softreboot", "Running", "Paused", "", 409, "VMI is paused"),
        arguments(
            "softreboot",
            "Running",
            "acpi-off",
            "",
            409,
            "VMI neither have the agent connected nor the ACPI feature enabled"),
        arguments(
            "reset",
            "Pending",
            "",
            "",
            400,
            "Failed to reset non-running VMI with phase Pending: Unable to connect to VirtualMachineInstance because"
                + " phase is Pending instead of Running or Scheduled"));
  }

  @ParameterizedTest
  @MethodSource("guestRefusals")
  void refusesWhatTheGuestDoesNotAllow(
      String call, String phase, String oddity, String body, int status, String message) {
    String name = machine("Always", phase);
    ObjectNode instance = instance(name);
    if (oddity.startsWith("Paused")) {
      Json.list(Json.child(instance, "status"), "conditions")
          .addObject()
          .put("type", "Paused")
          .put("status", "True");
    }
    if (oddity.endsWith("}")) {
      Json.child(instance, "spec")
          .set("livenessProbe", Json.parseObject(oddity.substring(oddity.indexOf('{'))));
    }
    if (oddity.equals("acpi-off")) {
      Json.child(Json.child(Json.child(Json.child(instance, "spec"), "domain"), "features"), "acpi")
          .put("enabled", false);
    }
    simulator.store().put(ResourceTypes.VMI, instance);

    ApiClient.Answer answer = put("virtualmachineinstances", name, call, body);

    switch (status) {
      case 409 -> assertConflict(answer, INSTANCE, name, message);
      case 403 ->
          assertFailure(
              answer,
              403,
              "Forbidden",
              INSTANCE + ".kubevirt.io \"" + name + "\" is forbidden: " + message,
              details(INSTANCE, name));
      default -> assertBadRequest(answer, message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "unpause", "softreboot", "reset"})
  void doesNotFindAnInstanceThatIsNotThere(String call) {
    String name = machine("Halted", NONE);
    assertNotFound(put("virtualmachineinstances", name, call, ""), INSTANCE, name);
  }

  @Test
  void doesNotLetAGuestGoOnWhileASnapshotIsTaken() {
    String name =
        machine(
            "Always", NONE, vm -> Json.child(vm, "status").put("snapshotInProgress", "nightly"));
    assertConflict(
        put("virtualmachineinstances", name, "unpause", "{broken"),
        MACHINE,
        name,
        "VM snapshot is in progress");
  }

  @Test
  void changesNothingInADryRunOfAPause() {
    String name = machine("Always", "Running");
    ApiClient.Answer answer =
        put("virtualmachineinstances", name, "pause", "{\"dryRun\":[\"All\"]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
    assertThat(Json.at(instance(name), "status", "conditions")).isEmpty();
  }

  // ---- the group itself

  @Test
  void servesTheOlderVersionAlike() {
    String name = machine("Halted", NONE);
    String path =
        "/apis/subresources.kubevirt.io/v1alpha3/namespaces/default/virtualmachines/" + name;
    assertThat(client.send("PUT", path + "/start", "").status()).isEqualTo(202);
    assertThat(Json.text(read(name), "spec", "runStrategy")).isEqualTo("Always");
  }

  @Test
  void answersInTextWhereThereIsNoSuchCall() {
    String path = GROUP + "/namespaces/default/virtualmachines/any/";
    ApiClient.Answer wrongMethod = client.get(path + "start");
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.text()).doesNotStartWith("{");
    for (String unknown : List.of("pause", "begin", "start/now", "")) {
      ApiClient.Answer answer = client.send("PUT", path + unknown, "");
      assertThat(answer.status()).as(unknown).isEqualTo(404);
      assertThat(answer.text()).as(unknown).doesNotStartWith("{");
    }
    assertThat(client.sendWithoutToken("PUT", path + "start").status()).isEqualTo(401);
  }

  @Test
  void tellsVersionAndHealth() {
    JsonNode version = client.get(GROUP + "/version").json();
    assertThat(Json.text(version, "gitVersion")).isEqualTo("v1.9.0");
    assertThat(version.propertyNames())
        .containsExactlyInAnyOrder(
            "gitVersion", "gitCommit", "buildDate", "goVersion", "compiler", "platform");
    JsonNode health = client.get(GROUP + "/healthz").json();
    assertThat(Json.text(health, "apiserver", "connectivity")).isEqualTo("ok");
    assertThat(Json.text(health, "apiserver", "version", "gitVersion")).startsWith("v1.34");
    assertThat(Json.text(health, "config-resource-version")).isNotEmpty();
    assertThat(client.send("PUT", GROUP + "/version", "").status()).isEqualTo(405);
  }

  @Test
  void showsInDiscoveryAsNamesOnly() {
    JsonNode alone = client.get("/apis/subresources.kubevirt.io").json();
    assertThat(Json.text(alone, "kind")).isEqualTo("APIGroup");
    assertThat(Json.text(alone, "name")).isEqualTo("subresource.kubevirt.io");
    assertThat(Json.text(alone, "preferredVersion", "groupVersion"))
        .isEqualTo("subresources.kubevirt.io/v1");

    assertThat(client.get("/apis").json().path("groups").valueStream())
        .extracting(group -> Json.text(group, "name"))
        .contains("subresources.kubevirt.io");

    JsonNode list = client.get(GROUP).json();
    assertThat(Json.text(list, "kind")).isEqualTo("APIResourceList");
    assertThat(list.path("resources").valueStream())
        .extracting(resource -> Json.text(resource, "name"))
        .contains("virtualmachines/start", "virtualmachineinstances/pause");
    assertThat(list.path("resources").valueStream())
        .allMatch(resource -> resource.path("verbs").isNull());

    JsonNode aggregated =
        client
            .get(
                "/apis",
                "Accept",
                "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
            .json();
    assertThat(aggregated.path("items").valueStream())
        .extracting(item -> Json.text(item, "metadata", "name"))
        .contains("subresources.kubevirt.io");
  }

  // ---- objects and answers

  private String machine(String strategy, String phase) {
    return machine(strategy, phase, _ -> {});
  }

  /** Put a machine, and an instance of it in this phase unless it is {@link #NONE}. */
  private String machine(
      String strategy, String phase, java.util.function.Consumer<ObjectNode> oddity) {
    String name = "m-" + count.incrementAndGet();
    ObjectNode machine =
        Json.parseObject(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine",
             "metadata":{"namespace":"default","generation":1,
               "finalizers":["kubevirt.io/virtualMachineControllerFinalize"]},
             "spec":{"template":{"spec":{"domain":{"memory":{"guest":"1Gi"},"devices":{}}}}}}
            """);
    Json.metadata(machine).put("name", name).put("uid", "uid-of-" + name);
    if (!strategy.isEmpty()) {
      Json.child(machine, "spec").put("runStrategy", strategy);
    }
    // The status it would have, so that the controller has nothing to add while a test looks.
    Json.child(machine, "status").put("runStrategy", strategy);
    oddity.accept(machine);
    if (!phase.equals(NONE)) {
      simulator.store().put(ResourceTypes.VMI, instance(name, phase));
    }
    simulator.store().put(ResourceTypes.VM, machine);
    return name;
  }

  private static ObjectNode instance(String name, String phase) {
    ObjectNode instance =
        Json.parseObject(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance",
             "metadata":{"namespace":"default","generation":1,
               "finalizers":["kubevirt.io/virtualMachineControllerFinalize"]},
             "spec":{"terminationGracePeriodSeconds":180,
               "domain":{"memory":{"guest":"1Gi"},"devices":{}}}}
            """);
    Json.metadata(instance).put("name", name).put("uid", "guest-of-" + name);
    Json.child(instance, "status").put("phase", phase);
    return instance;
  }

  private ObjectNode leaving(String name) {
    ObjectNode instance = instance(name);
    Json.metadata(instance).put("deletionTimestamp", "2026-09-01T08:00:00Z");
    return instance;
  }

  private static void queue(ObjectNode machine, String... actions) {
    for (String action : actions) {
      Json.list(Json.child(machine, "status"), "stateChangeRequests")
          .addObject()
          .put("action", action);
    }
  }

  private ObjectNode read(String name) {
    return present(simulator.store().read(ResourceTypes.VM, "default", name));
  }

  private ObjectNode instance(String name) {
    return present(simulator.store().read(ResourceTypes.VMI, "default", name));
  }

  private static ObjectNode present(@Nullable ObjectNode object) {
    if (object == null) {
      throw new AssertionError("The object is gone");
    }
    return object;
  }

  /** Write the queued requests in short; a stop must name the uid of the instance. */
  private static String requests(ObjectNode machine) {
    List<String> words = new ArrayList<>();
    for (JsonNode request : Json.at(machine, "status", "stateChangeRequests")) {
      String action = Json.text(request, "action");
      if (action.equals("Stop")) {
        assertThat(Json.text(request, "uid")).isEqualTo("guest-of-" + Json.name(machine));
      }
      words.add(action + (Json.text(request, "data", "paused").equals("true") ? "(paused)" : ""));
    }
    return String.join(" ", words);
  }

  private ApiClient.Answer put(String resource, String name, String call, String body) {
    return client.send(
        "PUT", GROUP + "/namespaces/default/" + resource + "/" + name + "/" + call, body);
  }

  private static void assertConflict(
      ApiClient.Answer answer, String kind, String name, String why) {
    assertFailure(
        answer,
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + kind + ".kubevirt.io \"" + name + "\": " + why,
        details(kind, name));
  }

  private static void assertNotFound(ApiClient.Answer answer, String kind, String name) {
    assertFailure(
        answer,
        404,
        "NotFound",
        kind + ".kubevirt.io \"" + name + "\" not found",
        details(kind, name));
  }

  private static void assertInternal(ApiClient.Answer answer, String why) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", why);
    assertFailure(answer, 500, "InternalError", "Internal error occurred: " + why, details);
  }

  /** Compare the beginning only where the rest is the decoder's own. */
  private static void assertBadRequest(ApiClient.Answer answer, String message) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    String actual = Json.text(answer.json(), "message");
    assertThat(actual).startsWith(message);
    assertFailure(answer, 400, "BadRequest", message.equals(DECODE) ? actual : message, null);
  }

  private static ObjectNode details(String kind, String name) {
    return Json.object().put("name", name).put("group", "kubevirt.io").put("kind", kind);
  }

  private static void assertFailure(
      ApiClient.Answer answer,
      int code,
      String reason,
      String message,
      @Nullable ObjectNode details) {
    ObjectNode expected = Json.object();
    expected.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    expected.put("status", "Failure").put("message", message).put("reason", reason);
    if (details != null) {
      expected.set("details", details);
    }
    expected.put("code", code);
    assertThat(answer.json()).isEqualTo(expected);
    assertThat(answer.status()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }
}
