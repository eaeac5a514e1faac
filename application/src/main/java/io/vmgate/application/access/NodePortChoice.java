package io.vmgate.application.access;

import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.PortRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses the node ports that a request leaves open, where the tenant may have only some of the
 * cluster's; elsewhere the cluster knows best which are free. Tries each port at most once.
 */
final class NodePortChoice {
  private final List<PortMapping> ports;
  private final Set<Integer> ours = new HashSet<>();
  private final List<Integer> untried = new ArrayList<>();

  /** Leave what is to be chosen to the cluster. */
  NodePortChoice(List<PortMapping> ports) {
    this.ports = List.copyOf(ports);
  }

  /**
   * Choose from a range.
   *
   * @param taken are not tried
   */
  NodePortChoice(
      List<PortMapping> asked, PortRange range, Set<Integer> taken, RandomGenerator chance) {
    Set<Integer> given = new HashSet<>(taken);
    asked.forEach(
        port -> {
          if (port.nodePort() != null) {
            given.add(port.nodePort());
          }
        });
    for (int port = range.first(); port <= range.last(); port++) {
      if (!given.contains(port)) {
        untried.add(port);
      }
    }
    Collections.shuffle(untried, Random.from(chance));
    this.ports = new ArrayList<>(asked);
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).nodePort() == null) {
        ours.add(i);
        choose(i);
      }
    }
  }

  /** The ports as they are to be asked for; one that nothing is left for is left to the cluster. */
  List<PortMapping> ports() {
    return List.copyOf(ports);
  }

  /** Whether every port that was to be chosen has been. */
  boolean isComplete() {
    return ours.stream().allMatch(index -> ports.get(index).nodePort() != null);
  }

  /** Whether the port at this index is one that was chosen here. */
  boolean isOurs(int index) {
    return ours.contains(index);
  }

  /** Choose another one in place of the one that turned out to be taken. */
  void replace(int index) {
    choose(index);
  }

  private void choose(int index) {
    PortMapping port = ports.get(index);
    Integer next = untried.isEmpty() ? null : untried.removeLast();
    ports.set(
        index,
        new PortMapping(port.name(), port.transport(), port.port(), port.targetPort(), next));
  }
}
