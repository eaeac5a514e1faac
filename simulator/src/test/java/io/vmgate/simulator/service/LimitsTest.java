package io.vmgate.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps listeners and connections from piling up. */
class LimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ObjectStore store = new ObjectStore(100);
  private final Allocations allocations = new Allocations(store, new IdSource(), LocalPorts.OPENED);
  private final Backends backends = new Backends(store);

  @BeforeEach
  void plantAPod() {
    store.put(
        ResourceTypes.POD,
        Json.parseObject(
            """
            {"metadata":{"namespace":"default","name":"p","uid":"u","labels":{"app":"a"}},
             "spec":{"nodeName":"n"},
             "status":{"phase":"Running","podIP":"10.244.0.9",
               "conditions":[{"type":"Ready","status":"True"}]}}
            """));
  }

  @Test
  void endsAConnectionThatIsSilent() throws IOException {
    int port = publish("one");
    try (OpenPorts _ = open(new OpenPorts.Limits(10, 10, Duration.ofMillis(50)));
        Socket socket = connect(port)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void turnsAwayWhoComesWhenThereAreEnough() throws IOException {
    int port = publish("one");
    try (OpenPorts _ = open(new OpenPorts.Limits(10, 1, LONG))) {
      try (Socket first = connect(port)) {
        assertThat(isServed(first)).isTrue();
        try (Socket second = connect(port)) {
          assertThat(isServed(second)).isFalse();
        }
        assertThat(isServed(first)).isTrue();
      }
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                try (Socket third = connect(port)) {
                  return isServed(third);
                }
              });
    }
  }

  @Test
  void opensNoMorePortsThanItMay() throws IOException {
    int first = publish("first");
    try (OpenPorts _ = open(new OpenPorts.Limits(1, 10, LONG))) {
      connect(first).close();
      int second = publish("second");
      store.remove(ResourceTypes.SERVICE, "default/first");
      int third = publish("third");
      // Looked at one after the other: when the third is open, the second has been passed over.
      connect(third).close();
      awaitShut(second);
    }
  }

  @Test
  void leavesNothingOpenBehind() throws IOException {
    int port = publish("one");
    try (OpenPorts _ = open(new OpenPorts.Limits(10, 10, LONG))) {
      connect(port).close();
    }
    awaitShut(port);
    store.remove(ResourceTypes.SERVICE, "default/one");
  }

  @Test
  void opensNothingAnyMoreWhenItIsClosed() {
    List<Integer> ports = new ArrayList<>();
    try (OpenPorts _ = open(new OpenPorts.Limits(400, 10, LONG))) {
      for (int i = 0; i < 100; i++) {
        ports.add(publish("late-" + i));
      }
    }
    ports.forEach(LimitsTest::awaitShut);
  }

  /**
   * Others on this machine may look whether it is free at that moment; what was left open stays.
   */
  private static void awaitShut(int port) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(() -> LocalPorts.OPENED.canOpen("127.0.0.1", port, "TCP"));
  }

  private OpenPorts open(OpenPorts.Limits limits) {
    return new OpenPorts(
        backends, (_, _, _) -> new GuestPort.StandIn(), InstantSource.system(), limits);
  }

  private int publish(String name) {
    int port = allocations.freeNodePort(Set.of()).orElseThrow();
    store.put(
        ResourceTypes.SERVICE,
        Json.parseObject(
            "{\"metadata\":{\"namespace\":\"default\",\"name\":\""
                + name
                + "\"},\"spec\":{\"type\":\"NodePort\",\"selector\":{\"app\":\"a\"},\"ports\":[{\"port\":80,\"nodePort\":"
                + port
                + "}]}}"));
    return port;
  }

  private static Socket connect(int port) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SocketException.class)
        .until(
            () -> {
              Socket socket = new Socket("127.0.0.1", port);
              socket.setSoTimeout((int) PATIENCE.toMillis());
              return socket;
            },
            Socket::isConnected);
  }

  private static boolean isServed(Socket socket) throws IOException {
    byte[] text = "here\n".getBytes(StandardCharsets.UTF_8);
    try {
      socket.getOutputStream().write(text);
      return socket.getInputStream().readNBytes(text.length).length == text.length;
    } catch (SocketException reset) {
      return false;
    }
  }
}
