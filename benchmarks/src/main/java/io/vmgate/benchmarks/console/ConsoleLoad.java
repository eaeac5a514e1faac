package io.vmgate.benchmarks.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Measure consoles: through the platform, and beside it through proxies that carry the same bytes
 * from the same upstream, a simulated cluster. Everything runs in a process of its own on this
 * machine, on the loopback address: platform, its database, cluster, each proxy, and this driver,
 * which reads as fast as it can and looks at little.
 *
 * <p>Needed: nginx, haproxy, kubectl and websockify on the PATH.
 */
public final class ConsoleLoad {
  private static final int MACHINES = 6_000;
  private static final int FAST_READ_BYTES = 256 * 1024;
  private static final int SMALL_READ_BYTES = 16 * 1024;
  private static final Duration THROUGHPUT = Duration.ofSeconds(3);
  private static final Duration PACED = Duration.ofSeconds(20);
  private static final Duration STALLED = Duration.ofSeconds(8);
  private static final int STALLED_VIEWERS = 20;

  private ConsoleLoad() {}

  /**
   * Arguments: the folder of the platform's jars; which parts, of {@code one,many,stalled,plain};
   * how many rounds; how many sessions; further options of the platform's Java.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> parts = List.of(arguments[1].split(","));
    int rounds = Integer.parseInt(arguments[2]);
    int sessions = Integer.parseInt(arguments[3]);
    List<String> options = Arrays.asList(arguments).subList(4, arguments.length);
    Path folder = Files.createTempDirectory("console-load");
    System.out.println("load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
    try (Cluster cluster = Cluster.start(folder, MACHINES);
        Gateway gateway =
            Gateway.start(folder, Path.of(arguments[0]), options, cluster, FAST_READ_BYTES)) {
      if (parts.contains("one")) {
        one(folder, cluster, gateway, rounds);
      }
      if (parts.contains("many")) {
        many(folder, cluster, gateway, sessions);
      }
      if (parts.contains("stalled")) {
        stalled(folder, cluster, gateway);
      }
      if (parts.contains("plain")) {
        plain(folder, cluster, rounds);
      }
    }
    System.out.println("load after: " + Files.readString(Path.of("/proc/loadavg")).strip());
  }

  private static void one(Path folder, Cluster cluster, Gateway gateway, int rounds)
      throws Exception {
    Proxies proxies = new Proxies(folder, cluster, FAST_READ_BYTES);
    OneSession session = new OneSession(cluster, THROUGHPUT);
    try (Proxies.Way nginx = proxies.nginx();
        Proxies.Way haproxy = proxies.haproxy();
        Proxies.Way kubectl = proxies.kubectl()) {
      List<Route> routes = List.of(proxies.direct(), gateway, nginx, haproxy, kubectl);
      for (Route route : routes) {
        session.warmUp(route, cluster::bytesFromClients);
      }
      for (int i = 1; i <= rounds; i++) {
        System.out.println("round " + i);
        for (Route route : routes) {
          session.round(route, cluster::bytesFromClients);
        }
      }
    }
    session.report();
  }

  private static void many(Path folder, Cluster cluster, Gateway gateway, int sessions)
      throws Exception {
    // What is made once, such as threads' caches, is no session's.
    new ManySessions(cluster, 50, Duration.ofSeconds(2)).paced(gateway.reading(SMALL_READ_BYTES));
    ManySessions many = new ManySessions(cluster, sessions, PACED);
    many.idle(gateway.reading(SMALL_READ_BYTES));
    many.paced(gateway.reading(SMALL_READ_BYTES));
    try (Proxies.Way nginx = new Proxies(folder, cluster, SMALL_READ_BYTES).nginx()) {
      many.paced(nginx);
    }
  }

  private static void stalled(Path folder, Cluster cluster, Gateway gateway) throws Exception {
    StalledViewers stalled = new StalledViewers(cluster, STALLED_VIEWERS, STALLED);
    stalled.measure(gateway);
    Proxies proxies = new Proxies(folder, cluster, SMALL_READ_BYTES);
    try (Proxies.Way nginx = proxies.nginx()) {
      stalled.measure(nginx);
    }
    try (Proxies.Way haproxy = proxies.haproxy()) {
      stalled.measure(haproxy);
    }
    try (Proxies.Way kubectl = proxies.kubectl()) {
      stalled.measure(kubectl);
    }
  }

  private static void plain(Path folder, Cluster cluster, int rounds) throws Exception {
    OneSession session = new OneSession(cluster, THROUGHPUT);
    try (PlainUpstream websockify = new PlainUpstream(folder, FAST_READ_BYTES)) {
      for (int i = 1; i <= rounds; i++) {
        session.round(websockify, websockify::bytesFromClients);
      }
      session.report();
      new StalledViewers(cluster, 1, STALLED).measure(websockify);
    }
  }
}
