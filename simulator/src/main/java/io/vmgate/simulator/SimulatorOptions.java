package io.vmgate.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a simulator starts.
 *
 * @param port the port on the loopback address; 0 for any free one
 * @param dataFolder where token, certificates, kubeconfig and changes are kept
 * @param machines how many machines the cluster has: the demo set first, then generated ones; 0 for
 *     an empty cluster with its nodes and namespaces
 * @param pace how fast time runs for machines: 1 as on a small real cluster, 10 ten times as fast
 * @param bookmarkInterval how often a watch that asks for bookmarks gets one
 * @param historyLimit how many changes of each type stay known for watches, at least
 * @param processes the guests that are real QEMU processes, by namespace/name, each with the path
 *     of its disk or an empty one for none
 * @param openPorts whether node ports and load balancers of services can be opened, on the loopback
 *     addresses; off unless asked for, since two simulators on a machine may choose the same ports
 */
public record SimulatorOptions(
    int port,
    Path dataFolder,
    int machines,
    double pace,
    Duration bookmarkInterval,
    int historyLimit,
    Map<String, String> processes,
    boolean openPorts) {
  /** The size of the demo set. */
  public static final int DEMO_MACHINES = 40;

  public SimulatorOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("The port must be 0 to 65535: " + port);
    }
    if (machines < 0) {
      throw new IllegalArgumentException(
          "The number of machines must not be negative: " + machines);
    }
    if (!(pace > 0) || Double.isInfinite(pace)) {
      throw new IllegalArgumentException("The pace must be above 0: " + pace);
    }
    if (bookmarkInterval.isNegative() || bookmarkInterval.isZero()) {
      throw new IllegalArgumentException(
          "The bookmark interval must be above 0: " + bookmarkInterval);
    }
    for (String guest : processes.keySet()) {
      if (!guest.matches("[^/]+/[^/]+")) {
        throw new IllegalArgumentException("Not a namespace and a name: " + guest);
      }
    }
    processes = Map.copyOf(processes);
    if (historyLimit < 1) {
      throw new IllegalArgumentException("The history limit must be above 0: " + historyLimit);
    }
  }

  /** Start from the defaults: any free port, the demo set, pace 1. */
  public static SimulatorOptions in(Path dataFolder) {
    return new SimulatorOptions(
        0, dataFolder, DEMO_MACHINES, 1.0, Duration.ofSeconds(60), 20_000, Map.of(), false);
  }

  public SimulatorOptions withPort(int value) {
    return new SimulatorOptions(
        value, dataFolder, machines, pace, bookmarkInterval, historyLimit, processes, openPorts);
  }

  public SimulatorOptions withDataFolder(Path value) {
    return new SimulatorOptions(
        port, value, machines, pace, bookmarkInterval, historyLimit, processes, openPorts);
  }

  public SimulatorOptions withMachines(int value) {
    return new SimulatorOptions(
        port, dataFolder, value, pace, bookmarkInterval, historyLimit, processes, openPorts);
  }

  public SimulatorOptions withPace(double value) {
    return new SimulatorOptions(
        port, dataFolder, machines, value, bookmarkInterval, historyLimit, processes, openPorts);
  }

  public SimulatorOptions withBookmarkInterval(Duration value) {
    return new SimulatorOptions(
        port, dataFolder, machines, pace, value, historyLimit, processes, openPorts);
  }

  public SimulatorOptions withHistoryLimit(int value) {
    return new SimulatorOptions(
        port, dataFolder, machines, pace, bookmarkInterval, value, processes, openPorts);
  }

  public SimulatorOptions withProcesses(Map<String, String> value) {
    return new SimulatorOptions(
        port, dataFolder, machines, pace, bookmarkInterval, historyLimit, value, openPorts);
  }

  public SimulatorOptions withOpenPorts(boolean value) {
    return new SimulatorOptions(
        port, dataFolder, machines, pace, bookmarkInterval, historyLimit, processes, value);
  }

  /**
   * Read the guests that are processes from a list such as {@code shop/web-1,shop/app-4=disk.img}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public SimulatorOptions withProcesses(String list) {
    Map<String, String> guests = new LinkedHashMap<>();
    for (String entry : list.split(",")) {
      String[] guest = entry.strip().split("=", 2);
      guests.put(guest[0], guest.length == 1 ? "" : guest[1]);
    }
    return withProcesses(guests);
  }
}
