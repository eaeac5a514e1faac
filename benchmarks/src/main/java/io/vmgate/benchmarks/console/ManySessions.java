package io.vmgate.benchmarks.console;

import io.vmgate.benchmarks.console.Route.Machine;
import io.vmgate.benchmarks.console.Route.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Many sessions at once: whether all get what they should, and what each takes of memory. */
final class ManySessions {
  private static final double KIB = 1024;
  private static final double GIB = KIB * KIB * KIB;
  private static final int BYTES_PER_SECOND = 64 * 1024;
  private static final int AT_ONCE = 8;

  private final Cluster cluster;
  private final int sessions;
  private final Duration length;

  /** Watch so many sessions for so long. */
  ManySessions(Cluster cluster, int sessions, Duration length) {
    this.cluster = cluster;
    this.sessions = sessions;
    this.length = length;
  }

  /** Sessions on which nothing happens. */
  void idle(Gateway gateway) throws IOException, InterruptedException {
    Gateway.Memory before = gateway.memory();
    List<ConsoleSocket> sockets = open(gateway, Mode.DISCARD, (_, _) -> {});
    memory("idle", gateway.memory().minus(before), sockets.size());
    close(sockets);
  }

  /** Sessions whose screens change at a steady pace. */
  void paced(Route route) throws IOException, InterruptedException {
    Gateway.Memory before = route instanceof Gateway gateway ? gateway.memory() : null;
    AtomicLongArray bytes = new AtomicLongArray(sessions);
    AtomicInteger broken = new AtomicInteger();
    List<Thread> readers = Collections.synchronizedList(new ArrayList<>());
    List<ConsoleSocket> sockets =
        open(
            route,
            Mode.PACED,
            (number, socket) ->
                readers.add(Thread.ofVirtual().start(() -> read(socket, number, bytes, broken))));
    LockSupport.parkNanos(Duration.ofSeconds(5).toNanos()); // what piled up while others opened
    Program program = route.program();
    double cpu = program == null ? 0 : program.cpuSeconds();
    long[] first = snapshot(bytes);
    long begun = System.nanoTime();
    LockSupport.parkNanos(length.toNanos());
    long[] last = snapshot(bytes);
    double seconds = (System.nanoTime() - begun) / 1e9;
    cpu = program == null ? 0 : program.cpuSeconds() - cpu;
    int late = 0;
    long least = Long.MAX_VALUE;
    long all = 0;
    for (int i = 0; i < last.length; i++) {
      long read = last[i] - first[i];
      least = Math.min(least, read);
      all += read;
      // Bytes come an update at a time: the window may miss one at each of its ends.
      late += read < seconds * BYTES_PER_SECOND - 2 * BYTES_PER_SECOND ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d sessions at 64 KiB/s, %.1f s: %.1f KiB/s each (least %.1f), %d ended, %d behind,"
            + " %.1f %% of a core, %.2f CPU s/GiB%n",
        route.name(),
        sockets.size(),
        seconds,
        all / KIB / seconds / last.length,
        least / KIB / seconds,
        broken.get(),
        late,
        100 * cpu / seconds,
        cpu / (all / GIB));
    if (before != null && route instanceof Gateway gateway) {
      memory("at 64 KiB/s", gateway.memory().minus(before), sockets.size());
    }
    close(sockets);
    for (Thread reader : readers) {
      reader.join();
    }
  }

  /**
   * Count a session's bytes, and see that none is lost or doubled: every update begins where the
   * one before ended.
   */
  private static void read(
      ConsoleSocket socket, int number, AtomicLongArray bytes, AtomicInteger broken) {
    boolean over = false;
    while (!over) {
      try {
        byte[] head = socket.read(Updates.HEAD_BYTES);
        if (!Updates.isHead(head)) {
          throw new IOException("an update does not begin where the last one ended");
        }
        bytes.addAndGet(number, head.length);
        for (long left = Updates.bodyBytes(head); left > 0; ) {
          int some = socket.skipSome(left);
          bytes.addAndGet(number, some);
          left -= some;
        }
      } catch (IOException ended) {
        over = true;
        if (!socket.isClosed() && broken.incrementAndGet() == 1) {
          System.err.println("a session ended: " + ended.getMessage());
        }
      }
    }
  }

  private static long[] snapshot(AtomicLongArray bytes) {
    long[] copy = new long[bytes.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = bytes.get(i);
    }
    return copy;
  }

  /** Takes a session that has just been opened; it is read from then on. */
  private interface Taker {
    void take(int number, ConsoleSocket socket);
  }

  private List<ConsoleSocket> open(Route route, Mode mode, Taker taker)
      throws IOException, InterruptedException {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      machines.add(cluster.machineFor("session " + mode + " " + i, mode));
    }
    long begun = System.nanoTime();
    List<Future<ConsoleSocket>> opening = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < sessions; i++) {
        int number = i;
        opening.add(
            threads.submit(
                () -> {
                  ConsoleSocket socket = route.open(machines.get(number), mode);
                  taker.take(number, socket);
                  return socket;
                }));
      }
    }
    List<ConsoleSocket> sockets = new ArrayList<>();
    for (Future<ConsoleSocket> one : opening) {
      try {
        sockets.add(one.get());
      } catch (ExecutionException refused) {
        throw new IOException("a session does not open", refused.getCause());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d sessions opened in %.1f s%n",
        route.name(),
        sessions,
        (System.nanoTime() - begun) / 1e9);
    return sockets;
  }

  private static void close(List<ConsoleSocket> sockets) throws IOException {
    for (ConsoleSocket socket : sockets) {
      socket.close();
    }
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos()); // until all hear of it
  }

  /** Print what a session takes. */
  static void memory(String when, Gateway.Memory more, int sessions) {
    System.out.printf(
        Locale.ROOT,
        "VMGate, a session %s: heap %.1f KiB, direct %.1f KiB, resident %.1f KiB%n",
        when,
        more.heapBytes() / KIB / sessions,
        more.directBytes() / KIB / sessions,
        more.residentBytes() / KIB / sessions);
  }
}
