package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

/** Ports of guests over WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortForwardTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BASE = "/apis/subresources.kubevirt.io/v1/namespaces/default/";
  private static final String INSTANCES = "virtualmachineinstances";
  private static final String REFUSED =
      "dialing VM: dial tcp 10.244.9.9:%d: connect: connection refused";

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
        arguments("22", "", 500, REFUSED.formatted(22)),
        arguments("22/tcp", "", 500, REFUSED.formatted(22)),
        arguments("65535", "", 500, REFUSED.formatted(65535)),
        arguments("65536", "", 500, "dialing VM: dial tcp: address 65536: invalid port"),
        arguments("ssh", "", 500, "dialing VM: dial tcp: lookup tcp/ssh: unknown port"),
        arguments("7/sctp", "", 500, "dialing VM: dial sctp: unknown network sctp"),
        arguments("7", "paused", 409, "VMI is paused"),
        arguments("7", "no-nic", 400, "no network interfaces are present"),
        arguments("7", "no-address", 500, "dialing VM: dial tcp :7: connect: connection refused"),
        arguments("80", "listed", 500, REFUSED.formatted(80)),
        arguments("7/udp/more", "", 404, ""),
        arguments("", "", 404, ""));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesBeforeTheUpgrade(String port, String oddity, int status, String message) {
    String name = guest(i -> make(i, oddity));

    ApiClient.Answer answer = client.get(path(INSTANCES, name, port));

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    switch (status) {
      case 404 -> assertThat(answer.text()).doesNotStartWith("{");
      case 500 ->
          assertThat(Json.text(answer.json(), "message"))
              .isEqualTo("Internal error occurred: " + message);
      default -> assertThat(Json.text(answer.json(), "message")).endsWith(message);
    }
  }

  private static void make(ObjectNode instance, String oddity) {
    ObjectNode status = Json.child(instance, "status");
    switch (oddity) {
      case "paused" ->
          Json.list(status, "conditions").addObject().put("type", "Paused").put("status", "True");
      case "no-nic" -> status.remove("interfaces");
      case "no-address" ->
          ((ObjectNode) Json.list(status, "interfaces").path(0)).remove("ipAddress");
      case "listed" -> {
        ObjectNode nic =
            Json.list(
                    Json.child(Json.child(Json.child(instance, "spec"), "domain"), "devices"),
                    "interfaces")
                .addObject()
                .put("name", "default");
        nic.putArray("ports").addObject().put("port", 7);
      }
      default -> {}
    }
  }

  @Test
  void findsNoGuestOfAMachineThatIsOff() {
    String name = guest(_ -> {});
    assertThat(Json.text(client.get(path("virtualmachines", name, "7")).json(), "message"))
        .isEqualTo("virtualmachine.kubevirt.io \"" + name + "\" not found");
    assertThat(Json.text(client.get(path(INSTANCES, "nobody", "7")).json(), "message"))
        .isEqualTo("virtualmachineinstance.kubevirt.io \"nobody\" not found");
    machine("off", "");
    ApiClient.Answer answer = client.get(path("virtualmachines", "off", "7"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(Json.text(answer.json(), "message"))
        .isEqualTo(
            "Operation cannot be fulfilled on virtualmachine.kubevirt.io \"off\": VMI is not started");
  }

  @Test
  void answersAPlainRequestWith400() {
    ApiClient.Answer answer = client.get(path(INSTANCES, guest(_ -> {}), "7"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).startsWith("Bad Request\n{");
  }

  // ---- streams

  @ParameterizedTest
  @ValueSource(strings = {"7", "7/tcp", "7/udp"})
  void echoes(String port) {
    try (StreamClient stream = open(guest(_ -> {}), port)) {
      stream.send(bytes("to and fro"));
      assertThat(stream.read(10)).asString().isEqualTo("to and fro");
    }
  }

  @Test
  void reachesTheGuestThroughItsMachine() {
    String name = guest(_ -> {});
    machine(name, "");
    try (StreamClient stream = StreamClient.open(simulator, path("virtualmachines", name, "7"))) {
      stream.send(bytes("x"));
      assertThat(stream.read(1)).asString().isEqualTo("x");
    }
  }

  @Test
  void opensManyAtOnce() {
    String name = guest(_ -> {});
    try (StreamClient first = open(name, "7");
        StreamClient second = open(name, "7")) {
      second.send(bytes("2"));
      first.send(bytes("1"));
      assertThat(first.read(1)).asString().isEqualTo("1");
      assertThat(second.read(1)).asString().isEqualTo("2");
    }
  }

  @Test
  void carriesLargeMessagesWhole() {
    byte[] sent = new byte[3 << 20];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31 >> 3);
    }
    try (StreamClient stream = open(guest(_ -> {}), "7")) {
      stream.send(sent);
      assertThat(stream.read(sent.length)).isEqualTo(sent);
    }
  }

  @Test
  void sendsTheLastBytesBeforeItCloses() {
    try (StreamClient stream = open(guest(_ -> {}), "80")) {
      stream.send(bytes("GET /hello HTTP/1.1\r\nHost: guest\r\nConnection: close\r\n\r\n"));
      assertThat(stream.awaitEnd()).isEqualTo(1006);
      assertThat(new String(stream.pending(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("A simulated guest was asked to GET /hello\n");
    }
  }

  @Test
  void pingsOnceASecond() {
    try (StreamClient stream = open(guest(_ -> {}), "9")) {
      await().atMost(PATIENCE).until(() -> stream.pings() >= 2);
    }
  }

  @Test
  void losesDatagramsToAPortWhereNobodyListens() {
    try (StreamClient stream = open(guest(_ -> {}), "53/udp")) {
      stream.send(bytes("lost"));
      await().atMost(PATIENCE).until(() -> stream.pings() >= 1);
      assertThat(stream.isOpen()).isTrue();
      assertThat(stream.pending()).isEmpty();
    }
  }

  @Test
  void endsWithTheGuest() {
    String name = guest(_ -> {});
    try (StreamClient stream = open(name, "7")) {
      simulator.store().remove(ResourceTypes.VMI, "default/" + name);
      assertThat(stream.awaitEnd()).isEqualTo(1006);
    }
  }

  @Test
  void leadsWhereAnAnnotationSays() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String name = guest(_ -> {});
      machine(name, "22=127.0.0.1:" + listener.getLocalPort() + ", 23=10.0.0.1:23");
      try (StreamClient stream = open(name, "22");
          Socket guest = listener.accept()) {
        stream.send(bytes("in"));
        assertThat(guest.getInputStream().readNBytes(2)).asString().isEqualTo("in");
        guest.getOutputStream().write(bytes("out"));
        assertThat(stream.read(3)).asString().isEqualTo("out");
        guest.close();
        assertThat(stream.awaitEnd()).isEqualTo(1006);
      }
      try (StreamClient stream = open(name, "22");
          Socket guest = listener.accept()) {
        stream.sendClose();
        assertThat(guest.getInputStream().read()).isEqualTo(-1);
      }
      // Only this machine's own ports can stand in for a guest's.
      assertThat(client.get(path(INSTANCES, name, "23")).status()).isEqualTo(500);
    }
  }

  // ---- objects

  private StreamClient open(String name, String port) {
    return StreamClient.open(simulator, path(INSTANCES, name, port));
  }

  private String guest(Consumer<ObjectNode> oddity) {
    String name = "p-" + count.incrementAndGet();
    simulator.store().put(ResourceTypes.VMI, Guests.instance(name, "Running", oddity));
    return name;
  }

  private void machine(String name, String ports) {
    simulator
        .store()
        .put(ResourceTypes.VM, Guests.machine(name, "simulator.vmgate.io/ports", ports));
  }

  private static String path(String resource, String name, String port) {
    return BASE + resource + "/" + name + "/portforward/" + port;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
