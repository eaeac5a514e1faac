package io.vmgate.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocationsTest {
  private final ObjectStore store = new ObjectStore(100);
  private final IdSource ids = new IdSource(new Random(3));

  @Test
  void knowsWhatWasThereBeforeAndWhatComesAndGoes() {
    put("early", 30_001, "10.96.0.1");
    Allocations allocations = new Allocations(store, ids, LocalPorts.CLOSED);
    put("late", 30_002, "10.96.0.2");

    assertThat(allocations.isTaken(30_001, "default/other")).isTrue();
    assertThat(allocations.isTaken(30_001, "default/early")).isFalse();
    assertThat(allocations.isTaken("10.96.0.2", "default/other")).isTrue();

    put("late", 30_003, "10.96.0.2");
    store.remove(ResourceTypes.SERVICE, "default/early");

    assertThat(allocations.isTaken(30_001, "")).isFalse();
    assertThat(allocations.isTaken(30_002, "")).isFalse();
    assertThat(allocations.isTaken(30_003, "")).isTrue();
  }

  @Test
  void keepsAPortThatTwoHadUntilBothAreGone() {
    put("one", 30_001, "10.96.0.1");
    put("two", 30_001, "10.96.0.2");
    Allocations allocations = new Allocations(store, ids, LocalPorts.CLOSED);
    store.remove(ResourceTypes.SERVICE, "default/one");
    assertThat(allocations.isTaken(30_001, "")).isTrue();
    store.remove(ResourceTypes.SERVICE, "default/two");
    assertThat(allocations.isTaken(30_001, "")).isFalse();
  }

  @Test
  void givesEveryNodePortBeforeItGivesNone() {
    Allocations allocations = new Allocations(store, ids, LocalPorts.CLOSED);
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 2768; i++) {
      given.add(allocations.freeNodePort(given).orElseThrow());
    }
    assertThat(given).hasSize(2768).contains(30_000, 32_767);
    assertThat(allocations.freeNodePort(given)).isEmpty();
  }

  @Test
  void leavesTheLowestNodePortsToThoseThatNameTheirs() {
    Allocations allocations = new Allocations(store, ids, LocalPorts.CLOSED);
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 2768 - 86; i++) {
      given.add(allocations.freeNodePort(given).orElseThrow());
    }
    assertThat(given).hasSize(2768 - 86).allMatch(port -> port >= 30_086);
    assertThat(allocations.freeNodePort(given).orElseThrow()).isLessThan(30_086);
  }

  /** With ports that nothing else here is given by chance, so none is opened in between. */
  @Test
  void prefersANodePortThatCanBeOpened() throws IOException {
    Allocations allocations = new Allocations(store, ids, LocalPorts.OPENED);
    List<Integer> openable =
        IntStream.range(Allocations.FIRST_NODE_PORT, Allocations.FIRST_CHOSEN_NODE_PORT)
            .filter(LocalPorts.OPENED::canOpen)
            .limit(2)
            .boxed()
            .toList();
    int port = openable.getFirst();
    int other = openable.getLast();
    Set<Integer> rest = new HashSet<>();
    for (int i = Allocations.FIRST_NODE_PORT; i <= Allocations.LAST_NODE_PORT; i++) {
      if (i != port && i != other) {
        rest.add(i);
      }
    }
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      for (int i = 0; i < 10; i++) {
        assertThat(allocations.freeNodePort(rest)).hasValue(other);
      }
      rest.add(other);
      assertThat(allocations.freeNodePort(rest)).hasValue(port);
    }
  }

  @Test
  void findsBalancersAddressesWithoutEnd() {
    Allocations allocations = new Allocations(store, ids, LocalPorts.CLOSED);
    BalancerAddresses addresses = new BalancerAddresses(allocations, LocalPorts.CLOSED);
    Set<String> given = new HashSet<>();
    for (int i = 0; i < 600; i++) {
      String address = addresses.choose(List.of());
      given.add(address);
      store.put(
          ResourceTypes.SERVICE,
          Json.parseObject(
              "{\"metadata\":{\"namespace\":\"default\",\"name\":\"lb-"
                  + i
                  + "\"},\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\""
                  + address
                  + "\"}]}}}"));
    }
    assertThat(given).hasSize(600).contains("192.0.2.254", "198.18.0.1");
  }

  private void put(String name, int nodePort, String address) {
    store.put(
        ResourceTypes.SERVICE,
        Json.parseObject(
            "{\"metadata\":{\"namespace\":\"default\",\"name\":\""
                + name
                + "\"},\"spec\":{\"clusterIP\":\""
                + address
                + "\",\"ports\":[{\"port\":80,\"nodePort\":"
                + nodePort
                + "}]}}"));
  }
}
