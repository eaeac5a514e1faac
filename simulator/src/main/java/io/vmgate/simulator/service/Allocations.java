package io.vmgate.simulator.service;

import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which node ports and addresses are given away. Ask inside the transaction that writes the
 * service: then nobody else gets the same, and a write that fails takes nothing.
 */
public final class Allocations {
  public static final int FIRST_NODE_PORT = 30_000;
  public static final int LAST_NODE_PORT = 32_767;

  /**
   * The lowest node ports are kept for services that name theirs, as Kubernetes keeps them: a
   * thirty-second of the range, at least 16 and at most 128 ports. Here they end with 30085.
   */
  public static final int FIRST_CHOSEN_NODE_PORT =
      FIRST_NODE_PORT + Math.clamp((LAST_NODE_PORT - FIRST_NODE_PORT + 1) / 32, 16, 128);

  /** The cluster's addresses are those of 10.96.0.0/16. */
  public static final String CLUSTER_RANGE = "10.96.0.0/16";

  private static final int CLUSTER_ADDRESSES = 256 * 254;

  private final IdSource ids;
  private final LocalPorts machine;

  /**
   * By what is taken, a node port or an address, the keys of those that have it; planted services
   * may share one. Guarded by the store's lock.
   */
  private final Map<Object, Set<String>> holders = new HashMap<>();

  private final Map<String, Set<Object>> held = new HashMap<>();

  /**
   * @param machine knows which node ports cannot be opened here
   */
  public Allocations(ObjectStore store, IdSource ids, LocalPorts machine) {
    this.ids = ids;
    this.machine = machine;
    var _ =
        store.inTransaction(
            () -> {
              store.onChange(this::changed);
              store.snapshot(ResourceTypes.SERVICE, "").objects().forEach(this::hold);
              return held;
            });
  }

  /** Tell whether another service than this one has a node port, of whatever protocol. */
  public boolean isTaken(int nodePort, String exceptKey) {
    return isHeldByOther(nodePort, exceptKey);
  }

  /** Tell whether another service than this one has an address. */
  public boolean isTaken(String address, String exceptKey) {
    return isHeldByOther(address, exceptKey);
  }

  private boolean isHeldByOther(Object what, String exceptKey) {
    Set<String> keys = holders.getOrDefault(what, Set.of());
    return keys.size() > 1 || keys.size() == 1 && !keys.contains(exceptKey);
  }

  /**
   * Choose a node port that nobody has; empty if there is none. One that can be opened here goes
   * before others, and those kept for services that name theirs are taken only when all others are.
   *
   * @param others which ones not to choose
   */
  public OptionalInt freeNodePort(Set<Integer> others) {
    OptionalInt chosen = freeNodePort(FIRST_CHOSEN_NODE_PORT, LAST_NODE_PORT, others);
    return chosen.isPresent()
        ? chosen
        : freeNodePort(FIRST_NODE_PORT, FIRST_CHOSEN_NODE_PORT - 1, others);
  }

  private OptionalInt freeNodePort(int first, int last, Set<Integer> others) {
    int count = last - first + 1;
    int start = ids.below(count);
    OptionalInt second = OptionalInt.empty();
    for (int i = 0; i < count; i++) {
      int port = first + (start + i) % count;
      if (!holders.containsKey(port) && !others.contains(port)) {
        if (machine.canOpen(port)) {
          return OptionalInt.of(port);
        }
        second = second.isEmpty() ? OptionalInt.of(port) : second;
      }
    }
    return second;
  }

  /** Choose a cluster address that nobody has; empty text if there is none. */
  public String freeAddress() {
    int start = ids.below(CLUSTER_ADDRESSES);
    for (int i = 0; i < CLUSTER_ADDRESSES; i++) {
      int number = (start + i) % CLUSTER_ADDRESSES;
      String address = "10.96." + number / 254 + "." + (1 + number % 254);
      if (!holders.containsKey(address)) {
        return address;
      }
    }
    return "";
  }

  private void changed(Change change) {
    if (change.type().equals(ResourceTypes.SERVICE)) {
      release(change.current().key());
      if (change.kind() != Change.Kind.DELETED) {
        hold(change.current());
      }
    }
  }

  private void hold(StoredObject stored) {
    ObjectNode service = stored.toNode();
    Set<Object> taken = new HashSet<>();
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      taken.add(port.path("nodePort").intValue(0));
    }
    taken.add(Json.text(service, "spec", "clusterIP"));
    for (JsonNode ingress : Json.at(service, "status", "loadBalancer", "ingress")) {
      taken.add(Json.text(ingress, "ip"));
    }
    taken.remove(0);
    taken.remove("");
    taken.remove("None");
    taken.forEach(what -> holders.computeIfAbsent(what, _ -> new HashSet<>(2)).add(stored.key()));
    held.put(stored.key(), taken);
  }

  private void release(String key) {
    Set<Object> taken = held.remove(key);
    if (taken == null) {
      return;
    }
    for (Object what : taken) {
      Set<String> keys = holders.get(what);
      if (keys != null && keys.remove(key) && keys.isEmpty()) {
        holders.remove(what);
      }
    }
  }
}
