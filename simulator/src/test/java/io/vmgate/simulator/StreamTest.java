package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmgate.simulator.rfb.RfbViewer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is checked before a stream opens, who may have one, and how it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTest {
  private static final String GROUP = "/apis/subresources.kubevirt.io/v1";
  private static final String PROTOCOL = "plain.kubevirt.io";
  private static final String BEARER = "base64url.bearer.authorization.k8s.io.";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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

  // ---- checks before the upgrade

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            "vnc", "Running", "autoattachGraphicsDevice", 400, "No graphics devices are present."),
        arguments(
            "vnc", "Failed", "autoattachGraphicsDevice", 400, "No graphics devices are present."),
        arguments("vnc", "Scheduled", "", 400, "VMI is not running"),
        arguments("vnc", "Scheduling", "", 400, "VMI is not running"),
        arguments("vnc", "Succeeded", "", 400, "VMI is not running"),
        arguments("vnc", "Failed", "", 400, "VMI is not running"),
        arguments(
            "console",
            "Running",
            "autoattachSerialConsole",
            400,
            "No serial consoles are present."),
        arguments(
            "console", "Failed", "autoattachSerialConsole", 400, "No serial consoles are present."),
        arguments("console", "Failed", "", 409, "VMI is in failed status"),
        arguments("console", "Scheduled", "", 400, "VMI is not running"),
        arguments("console", "Succeeded", "", 400, "VMI is not running"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesBeforeTheUpgrade(
      String call, String phase, String switchedOff, int status, String message) {
    String name =
        instance(
            phase,
            i -> {
              if (!switchedOff.isEmpty()) {
                Json.child(Json.child(Json.child(i, "spec"), "domain"), "devices")
                    .put(switchedOff, false);
              }
            });

    ApiClient.Answer answer = client.get(path(name, call));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(Json.text(answer.json(), "reason"))
        .isEqualTo(status == 409 ? "Conflict" : "BadRequest");
    assertThat(Json.text(answer.json(), "message"))
        .isEqualTo(
            status == 409
                ? "Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io \""
                    + name
                    + "\": "
                    + message
                : message);
    assertThat(StreamClient.upgradeStatus(simulator, path(name, call), bearer())).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vnc", "console"})
  void doesNotFindAnInstanceThatIsNotThere(String call) {
    ApiClient.Answer answer = client.get(path("nobody", call));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(Json.text(answer.json(), "message"))
        .isEqualTo("virtualmachineinstance.kubevirt.io \"nobody\" not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vnc", "console"})
  void answersAPlainRequestWithTextAndAStatus(String call) {
    ApiClient.Answer answer = client.get(path(instance("Running"), call));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).startsWith("Bad Request\n{").contains("'upgrade' token not found");
    assertThat(client.send("PUT", path(instance("Running"), call), "").status()).isEqualTo(405);
    assertThat(client.get(path(instance("Running"), call + "/more")).status()).isEqualTo(404);
  }

  // ---- the upgrade

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1alpha3"})
  void opensWithAndWithoutTheSubprotocol(String version) {
    String path = path(instance("Running"), "vnc").replace("/v1/", "/" + version + "/");
    try (StreamClient stream = StreamClient.open(simulator, path)) {
      assertThat(stream.protocol()).isEmpty();
      assertThat(stream.read(12)).asString().isEqualTo("RFB 003.008\n");
    }
    try (StreamClient stream = StreamClient.open(simulator, path, "chat", PROTOCOL)) {
      assertThat(stream.protocol()).isEqualTo(PROTOCOL);
    }
  }

  @Test
  void takesTheTokenAsASubprotocol() {
    String path = path(instance("Running"), "vnc");
    String right = BEARER + base64(simulator.token());
    try (StreamClient stream =
        StreamClient.open(simulator, path, "", new String[] {right, PROTOCOL})) {
      assertThat(stream.protocol()).isEqualTo(PROTOCOL);
      assertThat(stream.read(12)).hasSize(12);
    }
    for (String[] wrong :
        List.of(
            new String[] {right},
            new String[] {BEARER + base64("guessed"), PROTOCOL},
            new String[] {BEARER + "!!", PROTOCOL},
            new String[] {right, BEARER + base64("second"), PROTOCOL},
            new String[] {PROTOCOL})) {
      assertThat(StreamClient.upgradeStatus(simulator, path, "", wrong)).isEqualTo(401);
    }
  }

  @Test
  void dropsTextAndJoinsParts() {
    try (StreamClient stream = StreamClient.open(simulator, path(instance("Running"), "console"))) {
      stream.sendText("text is dropped\r");
      stream.sendPart(bytes("o"), false);
      stream.sendPart(bytes("n"), false);
      stream.sendPart(bytes("e"), true);
      assertThat(stream.read(3)).asString().isEqualTo("one");
    }
  }

  // ---- one client each

  @ParameterizedTest
  @ValueSource(strings = {"vnc", "console"})
  void throwsTheHolderOutWithoutACloseFrame(String call) {
    String path = path(instance("Running"), call);
    try (StreamClient first = StreamClient.open(simulator, path);
        StreamClient second = StreamClient.open(simulator, path)) {
      assertThat(first.awaitEnd()).isEqualTo(1006);
      assertThat(second.isOpen()).isTrue();
    }
  }

  @Test
  void sparesTheHolderOnRequest() {
    String path = path(instance("Running"), "vnc");
    String sparing = path + "?preserveSession=true";
    try (StreamClient first = StreamClient.open(simulator, sparing)) {
      ApiClient.Answer answer = client.get(sparing);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(Json.text(answer.json(), "message"))
          .isEqualTo(
              "Internal error occurred: Can't connect to websocket (503): websocket: bad handshake:"
                  + " application info: Active VNC connection. Request denied.");
      assertThat(first.isOpen()).isTrue();
      // It protects only at that moment.
      try (StreamClient later = StreamClient.open(simulator, path + "?preserveSession=false")) {
        assertThat(first.awaitEnd()).isEqualTo(1006);
        assertThat(later.isOpen()).isTrue();
      }
    }
    await()
        .atMost(PATIENCE)
        .until(() -> StreamClient.upgradeStatus(simulator, sparing, bearer()) == 101);
  }

  @Test
  void servesScreenAndSerialLineAtOnce() {
    String name = instance("Running");
    try (StreamClient screen = StreamClient.open(simulator, path(name, "vnc"));
        StreamClient serial = StreamClient.open(simulator, path(name, "console"))) {
      serial.send(bytes("x"));
      assertThat(serial.read(1)).asString().isEqualTo("x");
      assertThat(screen.isOpen()).isTrue();
    }
  }

  // ---- ends

  @Test
  void answersACloseFrame() {
    try (StreamClient stream = StreamClient.open(simulator, path(instance("Running"), "vnc"))) {
      stream.sendClose();
      assertThat(stream.awaitEnd()).isEqualTo(1000);
    }
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        arguments("Succeeded", (Consumer<ObjectNode>) i -> phase(i, "Succeeded")),
        arguments("Failed", (Consumer<ObjectNode>) i -> phase(i, "Failed")),
        arguments(
            "another node",
            (Consumer<ObjectNode>) i -> Json.child(i, "status").put("nodeName", "node-z")),
        arguments(
            "another guest", (Consumer<ObjectNode>) i -> Json.metadata(i).put("uid", "other")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void endsWithTheGuestWithoutACloseFrame(String what, Consumer<ObjectNode> change) {
    String name = instance("Running");
    try (StreamClient screen = StreamClient.open(simulator, path(name, "vnc"));
        StreamClient serial = StreamClient.open(simulator, path(name, "console"))) {
      edit(name, change);
      assertThat(screen.awaitEnd()).isEqualTo(1006);
      assertThat(serial.awaitEnd()).isEqualTo(1006);
    }
  }

  @Test
  void endsWhenTheInstanceIsGone() {
    String name = instance("Running");
    try (StreamClient screen = StreamClient.open(simulator, path(name, "vnc"))) {
      simulator.store().remove(ResourceTypes.VMI, "default/" + name);
      assertThat(screen.awaitEnd()).isEqualTo(1006);
    }
  }

  @Test
  void goesOnWhileOtherThingsChange() {
    String name = instance("Running");
    try (StreamClient screen = StreamClient.open(simulator, path(name, "vnc"))) {
      edit(name, i -> Json.child(Json.metadata(i), "labels").put("seen", "yes"));
      edit(name, i -> Json.metadata(i).put("deletionTimestamp", "2026-09-01T08:00:00Z"));
      RfbViewer viewer = screen.viewer().begin();
      assertThat(viewer.name()).isEqualTo("default/" + name);
    }
  }

  // ---- pictures

  @Test
  void takesAPicture() {
    ApiClient.Answer answer = client.get(path(instance("Running"), "vnc/screenshot"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(answer.text()).contains("PNG").contains("IHDR").contains("IEND");
  }

  @Test
  void refusesAPictureInTextWithStatus500() {
    ApiClient.Answer none = client.get(path("nobody", "vnc/screenshot"));
    assertThat(none.status()).isEqualTo(500);
    assertThat(none.text()).isEqualTo("virtualmachineinstance.kubevirt.io \"nobody\" not found");
    ApiClient.Answer off = client.get(path(instance("Failed"), "vnc/screenshot"));
    assertThat(off.status()).isEqualTo(500);
    assertThat(off.text()).isEqualTo("VMI is not running");
  }

  // ---- objects

  private String bearer() {
    return "Bearer " + simulator.token();
  }

  private String instance(String phase) {
    return instance(phase, _ -> {});
  }

  private String instance(String phase, Consumer<ObjectNode> oddity) {
    String name = "g-" + count.incrementAndGet();
    simulator.store().put(ResourceTypes.VMI, Guests.instance(name, phase, oddity));
    return name;
  }

  private void edit(String name, Consumer<ObjectNode> change) {
    simulator
        .store()
        .inTransaction(
            () -> {
              ObjectNode instance =
                  Objects.requireNonNull(
                      simulator.store().read(ResourceTypes.VMI, "default", name));
              change.accept(instance);
              return simulator.store().put(ResourceTypes.VMI, instance);
            });
  }

  private static void phase(ObjectNode instance, String phase) {
    Json.child(instance, "status").put("phase", phase);
  }

  private static String path(String name, String call) {
    return GROUP + "/namespaces/default/virtualmachineinstances/" + name + "/" + call;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
