package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.rfb.RfbViewer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The built-in screen, seen by a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenTest {
  private static final int RETURN = 0xFF0D;
  private static final int CONTROL = 0xFFE3;
  private static final int CONSOLE_TOP = 96;

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

  @ParameterizedTest
  @ValueSource(strings = {"RFB 003.003\n", "RFB 003.007\n", "RFB 003.008\n"})
  void shakesHandsInThreeVersions(String version) {
    String name = guest();
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin(version);
      assertThat(viewer.name()).isEqualTo("default/" + name);
      assertThat(viewer.width()).isEqualTo(800);
      assertThat(viewer.height()).isEqualTo(600);
    }
  }

  @Test
  void tellsTheWholePictureOnceAndThenWhatMoves() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      assertThat(viewer.pixelsTold()).isEqualTo(800 * 600);
      assertThat(Arrays.stream(viewer.picture()).distinct().count()).isGreaterThan(200);
      long before = viewer.pixelsTold();
      viewer.request(true).message();
      assertThat(viewer.pixelsTold() - before).isBetween(1L, 800L * 600 / 20);
    }
  }

  @Test
  void sendsNothingUnasked() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(true, 0, 300, 800, 300).message();
      // Nothing changes in this part, so this is answered only after the next one.
      viewer.request(true, 0, 300, 800, 300).request(false, 0, 0, 16, 16);
      long before = viewer.pixelsTold();
      viewer.message();
      assertThat(viewer.pixelsTold() - before).isGreaterThanOrEqualTo(256);
    }
  }

  @Test
  void echoesKeys() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      int[] before = console(viewer);
      viewer.type("Hello").key(true, RETURN).key(false, RETURN);
      awaitConsole(viewer, picture -> assertThat(picture).isNotEqualTo(before));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 7, 16})
  void showsTheSameInEveryEncoding(int encoding) {
    String name = guest(i -> paused(i));
    int[] raw;
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      raw = viewer.picture();
    }
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.encodings(99, encoding, 0).request(false).message();
      assertThat(viewer.seen()).containsOnly(encoding);
      assertThat(viewer.picture()).isEqualTo(raw);
      // Packed streams go on where another encoding was used in between.
      viewer.encodings(0).request(false).message();
      viewer.encodings(encoding).request(false).message();
      assertThat(viewer.picture()).isEqualTo(raw);
    }
  }

  @Test
  void movesWhatScrollsAwayForClientsThatCan() {
    String name = guest();
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.encodings(1, 16, 0).request(false).message();
      for (int line = 0; line < 60 && !viewer.seen().contains(1); line++) {
        viewer.type("line " + line);
        settle(viewer);
        viewer.key(true, RETURN).request(true).message();
      }
      assertThat(viewer.seen()).contains(1);
      settle(viewer);
      int[] moved = console(viewer);
      viewer.request(false).message();
      assertThat(console(viewer)).isEqualTo(moved);
    }
  }

  /** Read until nothing but what moves by itself is told. */
  private static void settle(RfbViewer viewer) {
    long told;
    do {
      told = viewer.pixelsTold();
      viewer.request(true).message();
    } while (viewer.pixelsTold() - told > 16 * 200);
  }

  @Test
  void showsThePointer() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      int[] before = viewer.picture();
      viewer.point(0b101, 320, 240).request(false).message();
      assertThat(rows(viewer.picture(), 80, 96)).isNotEqualTo(rows(before, 80, 96));
    }
  }

  @Test
  void givesTheClipboardBack() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.cut("what was copied: \u00e9").key(true, CONTROL).key(true, 'c').key(false, 'c');
      viewer.message();
      assertThat(viewer.clipboard()).isEqualTo("what was copied: \u00e9");
    }
  }

  @Test
  void keepsItsStateBetweenClients() {
    String name = guest();
    int[] left;
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.type("left behind").request(false).message();
      left = console(viewer);
    }
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      assertThat(console(viewer)).isEqualTo(left);
    }
  }

  @Test
  void bootsWhenTheGuestHasJustStartedAndGrowsAfterwards() {
    String name = guest(i -> startedAt(i, Instant.now()));
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      assertThat(viewer.width()).isEqualTo(720);
      viewer.encodings(0, -223).request(false);
      while (viewer.width() == 720) {
        viewer.message();
        viewer.request(true);
      }
      assertThat(viewer.width()).isEqualTo(800);
      assertThat(viewer.seen()).contains(-223);
    }
  }

  @Test
  void keepsTheSizeForAClientThatCannotChangeIt() {
    String name = guest();
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      client.send("PUT", path(name, "reset"), "");
      int[] before = viewer.picture();
      viewer.request(false).message();
      assertThat(viewer.width()).isEqualTo(800);
      assertThat(viewer.picture()).isNotEqualTo(before);
      assertThat(Arrays.stream(rows(viewer.picture(), 400, 600))).containsOnly(0);
    }
  }

  @Test
  void refusesAnotherSize() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.encodings(0, -308).request(false).message();
      assertThat(viewer.seen()).containsExactly(-308);
      byte[] wish = new byte[24];
      wish[0] = (byte) 251;
      wish[6] = 1;
      stream.send(wish);
      viewer.request(true).message();
      assertThat(viewer.seen()).containsExactly(-308, -308);
      assertThat(viewer.width()).isEqualTo(800);
    }
  }

  @Test
  void tellsTheShapeOfThePointerOnce() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.encodings(0, -239).request(false).message();
      viewer.request(false).message();
      assertThat(viewer.seen()).containsOnlyOnce(-239);
    }
  }

  @Test
  void standsStillWhileTheGuestIsPaused() {
    String name = guest(i -> paused(i));
    try (StreamClient stream = open(name)) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.request(false).message();
      int[] before = viewer.picture();
      viewer.type("lost").point(1, 5, 5).request(false).message();
      assertThat(viewer.picture()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a message of an unknown type, 99000000",
    "a clipboard without end, 0600000080000000",
    "pixels without true colour, 0000000008080000000700070003000306000000",
    "pixels of 24 bits, 0000000018180001 00ff00ff00ff100800000000",
    "a colour with a hole, 0000000020180001 00fe00ff00ff100800000000",
    "a colour beyond the pixel, 0000000008080001 00ff00ff00ff100800000000"
  })
  void endsOnAMalformedMessage(String what, String hex) {
    try (StreamClient stream = open(guest())) {
      stream.viewer().begin();
      stream.send(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
      assertThat(stream.awaitEnd()).as(what).isEqualTo(1006);
    }
  }

  @ParameterizedTest
  @CsvSource({"an unknown version, RFB 009.001_", "another protocol, GET / HTTP/1_"})
  void endsOnAMalformedBeginning(String what, String said) {
    try (StreamClient stream = open(guest())) {
      stream.read(12);
      stream.send(said.replace('_', '\n').getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(stream.awaitEnd()).as(what).isEqualTo(1006);
    }
  }

  @Test
  void endsOnASecurityTypeThatWasNotOffered() {
    try (StreamClient stream = open(guest())) {
      stream.read(12);
      stream.send("RFB 003.008\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      stream.read(2);
      stream.send((byte) 2);
      assertThat(stream.awaitEnd()).isEqualTo(1006);
    }
  }

  @Test
  void takesMessagesInPiecesOfOneByte() {
    try (StreamClient stream = open(guest())) {
      RfbViewer viewer = stream.viewer().begin();
      byte[] request = {3, 0, 0, 0, 0, 0, 0, 32, 0, 32};
      for (byte part : request) {
        stream.send(part);
      }
      viewer.message();
      assertThat(viewer.pixelsTold()).isEqualTo(32 * 32);
    }
  }

  // ---- guests

  private void awaitConsole(RfbViewer viewer, Consumer<int[]> assertion) {
    AssertionError last = new AssertionError("No update came");
    for (int i = 0; i < 20; i++) {
      viewer.request(true).message();
      try {
        assertion.accept(console(viewer));
        return;
      } catch (AssertionError notYet) {
        last = notYet;
      }
    }
    throw last;
  }

  private static int[] console(RfbViewer viewer) {
    return rows(viewer.picture(), CONSOLE_TOP, 600);
  }

  private static int[] rows(int[] picture, int from, int to) {
    return Arrays.copyOfRange(picture, from * 800, to * 800);
  }

  private StreamClient open(String name) {
    return StreamClient.open(simulator, path(name, "vnc"));
  }

  private static String path(String name, String call) {
    return "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/"
        + name
        + "/"
        + call;
  }

  private String guest() {
    return guest(_ -> {});
  }

  private String guest(Consumer<ObjectNode> oddity) {
    String name = "s-" + count.incrementAndGet();
    simulator.store().put(ResourceTypes.VMI, Guests.instance(name, "Running", oddity));
    simulator.store().put(ResourceTypes.POD, Guests.pod(name));
    return name;
  }

  private static void startedAt(ObjectNode instance, Instant when) {
    Json.list(Json.child(instance, "status"), "phaseTransitionTimestamps")
        .removeAll()
        .addObject()
        .put("phase", "Running")
        .put("phaseTransitionTimestamp", when.toString());
  }

  private static void paused(ObjectNode instance) {
    Json.list(Json.child(instance, "status"), "conditions")
        .addObject()
        .put("type", "Paused")
        .put("status", "True");
  }
}
