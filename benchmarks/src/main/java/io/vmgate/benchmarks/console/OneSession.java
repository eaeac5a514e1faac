package io.vmgate.benchmarks.console;

import io.vmgate.benchmarks.console.Route.Machine;
import io.vmgate.benchmarks.console.Route.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One session at a time: how much it carries each way, and how long a short message takes. */
final class OneSession {
  private static final double MIB = 1024 * 1024;
  private static final int MESSAGES = 4_000;
  private static final int MESSAGE_BYTES = 64;
  private static final int TEXT_BYTES = 64 * 1024;
  private static final Duration RAMP = Duration.ofMillis(400);

  private final Cluster cluster;
  private final Duration length;
  private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

  /** Measure throughput for so long each time. */
  OneSession(Cluster cluster, Duration length) {
    this.cluster = cluster;
    this.length = length;
  }

  /** Counts what has reached the upstream. */
  @FunctionalInterface
  interface Counter {
    long bytes() throws IOException, InterruptedException;
  }

  private record Throughput(double mibPerSecond, double cpuSecondsPerGib) {}

  private record Round(Throughput down, Throughput up, double p50Micros, double p99Micros) {}

  /** Measure everything once, and keep it. */
  void round(Route route, Counter arrived) throws IOException, InterruptedException {
    rounds.computeIfAbsent(route.name(), _ -> new ArrayList<>()).add(measure(route, arrived));
  }

  /** Measure everything once, and forget it. */
  void warmUp(Route route, Counter arrived) throws IOException, InterruptedException {
    measure(route, arrived);
  }

  private Round measure(Route route, Counter arrived) throws IOException, InterruptedException {
    Throughput down = down(route);
    Throughput up = up(route, arrived);
    double[] micros = echo(route);
    Round round = new Round(down, up, at(micros, 0.5), at(micros, 0.99));
    System.out.printf(
        Locale.ROOT,
        "  %-14s down %7.1f MiB/s, up %7.1f MiB/s, echo p50 %6.1f us, p99 %7.1f us%n",
        route.name(),
        down.mibPerSecond(),
        up.mibPerSecond(),
        round.p50Micros(),
        round.p99Micros());
    return round;
  }

  private Machine machine(Route route, Mode mode) throws IOException, InterruptedException {
    return cluster.machineFor(route.name() + " " + mode, mode);
  }

  private Throughput down(Route route) throws IOException, InterruptedException {
    try (ConsoleSocket socket = route.open(machine(route, Mode.STREAM), Mode.STREAM)) {
      long ramp = System.nanoTime() + RAMP.toNanos();
      while (System.nanoTime() < ramp) {
        socket.skipSome(Long.MAX_VALUE);
      }
      double cpu = cpu(route.program());
      long bytes = 0;
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < length.toNanos()) {
        bytes += socket.skipSome(Long.MAX_VALUE);
      }
      return throughput(bytes, System.nanoTime() - begun, cpu(route.program()) - cpu);
    }
  }

  private Throughput up(Route route, Counter arrived) throws IOException, InterruptedException {
    try (ConsoleSocket socket = route.open(machine(route, Mode.DISCARD), Mode.DISCARD)) {
      ByteBuffer frame = ConsoleSocket.frame(cutText(TEXT_BYTES));
      Thread sender =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      while (true) {
                        socket.write(frame);
                      }
                    } catch (IOException closed) {
                      // the measurement is over
                    }
                  });
      LockSupport.parkNanos(RAMP.toNanos());
      double cpu = cpu(route.program());
      long before = arrived.bytes();
      long begun = System.nanoTime();
      LockSupport.parkNanos(length.toNanos());
      long bytes = arrived.bytes() - before;
      Throughput up = throughput(bytes, System.nanoTime() - begun, cpu(route.program()) - cpu);
      socket.close();
      sender.join();
      return up;
    }
  }

  private double[] echo(Route route) throws IOException, InterruptedException {
    try (ConsoleSocket socket = route.open(machine(route, Mode.ECHO), Mode.ECHO)) {
      ByteBuffer frame = ConsoleSocket.frame(cutText(MESSAGE_BYTES));
      double[] micros = new double[MESSAGES];
      for (int i = -MESSAGES / 10; i < MESSAGES; i++) {
        long sent = System.nanoTime();
        socket.write(frame);
        socket.skip(MESSAGE_BYTES);
        if (i >= 0) {
          micros[i] = (System.nanoTime() - sent) / 1e3;
        }
      }
      Arrays.sort(micros);
      return micros;
    }
  }

  /** A message of RFC 6143 section 7.5.6: the only one whose length is the sender's choice. */
  private static byte[] cutText(int bytes) {
    byte[] message = new byte[bytes];
    Arrays.fill(message, (byte) 'a');
    ByteBuffer.wrap(message).putInt(6 << 24).putInt(bytes - 8);
    return message;
  }

  private static double cpu(@Nullable Program program) {
    return program == null ? 0 : program.cpuSeconds();
  }

  private static Throughput throughput(long bytes, long nanos, double cpuSeconds) {
    double mib = bytes / MIB;
    return new Throughput(mib / (nanos / 1e9), mib == 0 ? 0 : cpuSeconds / (mib / 1024));
  }

  private static double at(double[] sorted, double part) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
  }

  /** Print the medians of all rounds. */
  void report() {
    System.out.printf(
        "%-14s %10s %10s %12s %12s %10s %10s%n",
        "", "down MiB/s", "up MiB/s", "CPU s/GiB dn", "CPU s/GiB up", "p50 us", "p99 us");
    rounds.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%-14s %10.1f %10.1f %12.2f %12.2f %10.1f %10.1f%n",
                name,
                median(all, round -> round.down().mibPerSecond()),
                median(all, round -> round.up().mibPerSecond()),
                median(all, round -> round.down().cpuSecondsPerGib()),
                median(all, round -> round.up().cpuSecondsPerGib()),
                median(all, Round::p50Micros),
                median(all, Round::p99Micros)));
  }

  private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
