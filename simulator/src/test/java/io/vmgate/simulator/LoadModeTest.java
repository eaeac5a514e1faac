package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.rfb.RfbViewer;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Screens that are there for measurements. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadModeTest {
  private final AtomicInteger count = new AtomicInteger();
  private Simulator simulator;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0).withPace(0.0001));
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void sendsAsFastAsTheClientReads() {
    try (StreamClient stream = open("stream")) {
      byte[] some = stream.read(8 << 20);
      assertThat(some).startsWith(0, 0, 0, 1, 0, 0, 0, 0, 0, 130, 0, 126);
      assertThat(some[65_536 * 3 + 9]).isEqualTo((byte) 130);
    }
  }

  @Test
  void sendsScreensAfterAHandshake() {
    try (StreamClient stream = open("rfb-stream")) {
      RfbViewer viewer = stream.viewer().begin();
      assertThat(viewer.name()).startsWith("default/");
      viewer.message();
      viewer.message();
      assertThat(viewer.pixelsTold()).isEqualTo(2 * 130 * 126);
    }
  }

  @Test
  void sendsAtAPace() {
    long before = System.nanoTime();
    try (StreamClient stream = open("stream:512")) {
      stream.read(512 * 1024);
      Duration taken = Duration.ofNanos(System.nanoTime() - before);
      assertThat(taken).isBetween(Duration.ofMillis(700), Duration.ofSeconds(10));
    }
  }

  @Test
  void givesBackWhatItGets() {
    try (StreamClient stream = open("echo")) {
      byte[] sent = new byte[64];
      sent[63] = 9;
      stream.send(sent);
      assertThat(stream.read(64)).isEqualTo(sent);
    }
  }

  @Test
  void givesTextBackAfterAHandshake() {
    try (StreamClient stream = open("rfb-echo")) {
      RfbViewer viewer = stream.viewer().begin();
      viewer.encodings(0, 5, 16).request(false).cut("x".repeat(56)).message();
      assertThat(viewer.clipboard()).isEqualTo("x".repeat(56));
    }
  }

  @Test
  void swallowsAndCounts() {
    long before = simulator.consoles().bytesFromClients();
    try (StreamClient stream = open("discard")) {
      stream.send(new byte[2 << 20]);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> simulator.consoles().bytesFromClients() - before >= 2 << 20);
      assertThat(stream.pending()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"streams", "stream:", "stream:fast", "rfb-", ""})
  void takesOtherWordsForNone(String word) {
    try (StreamClient stream = open(word)) {
      RfbViewer viewer = stream.viewer().begin().request(false, 0, 0, 16, 16);
      viewer.message();
      assertThat(viewer.pixelsTold()).isEqualTo(256);
    }
  }

  private StreamClient open(String mode) {
    String name = "l-" + count.incrementAndGet();
    simulator.store().put(ResourceTypes.VMI, Guests.instance(name, "Running", _ -> {}));
    simulator
        .store()
        .put(ResourceTypes.VM, Guests.machine(name, "simulator.vmgate.io/console", mode));
    return StreamClient.open(
        simulator,
        "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/"
            + name
            + "/vnc");
  }
}
