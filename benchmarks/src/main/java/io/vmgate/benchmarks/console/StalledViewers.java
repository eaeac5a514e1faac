package io.vmgate.benchmarks.console;

import io.vmgate.benchmarks.console.Route.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Viewers that open a screen that never rests, and never read: what is held for each of them. */
final class StalledViewers {
  private static final double KIB = 1024;

  private final Cluster cluster;
  private final int viewers;
  private final Duration length;

  /** Have so many stand still for so long. */
  StalledViewers(Cluster cluster, int viewers, Duration length) {
    this.cluster = cluster;
    this.viewers = viewers;
    this.length = length;
  }

  void measure(Route route) throws IOException, InterruptedException {
    try (ConsoleSocket first = open(route, 0)) {
      first.skip(1024 * 1024); // a first one, so that what is made once is not counted
    }
    Program program = route.program();
    if (program == null) {
      throw new IllegalArgumentException("nothing stands in between");
    }
    Gateway.Memory heldBefore = route instanceof Gateway gateway ? gateway.memory() : null;
    long before = program.residentBytes();
    List<ConsoleSocket> sockets = new ArrayList<>();
    for (int i = 1; i <= viewers; i++) {
      sockets.add(open(route, i));
    }
    LockSupport.parkNanos(length.toNanos());
    System.out.printf(
        Locale.ROOT,
        "%s, %d viewers that do not read, after %d s: resident %.0f KiB each%n",
        route.name(),
        viewers,
        length.toSeconds(),
        (program.residentBytes() - before) / KIB / viewers);
    if (heldBefore != null && route instanceof Gateway gateway) {
      ManySessions.memory("not read", gateway.memory().minus(heldBefore), viewers);
    }
    for (ConsoleSocket socket : sockets) {
      socket.close();
    }
  }

  private ConsoleSocket open(Route route, int number) throws IOException, InterruptedException {
    String purpose = "stalled " + route.name() + " " + number;
    return route.open(cluster.machineFor(purpose, Mode.STREAM), Mode.STREAM);
  }
}
