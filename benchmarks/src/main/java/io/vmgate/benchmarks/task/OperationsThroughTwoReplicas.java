package io.vmgate.benchmarks.task;

import io.vmgate.benchmarks.task.Replica.Machine;
import io.vmgate.benchmarks.task.StraightToTheCluster.Expected;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Operate as many machines through two replicas, each from accepted to ended as a client sees it,
 * and beside it the same machines by KubeVirt's own subresource and a watch, with as many calls at
 * once as the replicas make. Then as many clients wait for a task each, which is called off.
 *
 * <p>Cluster, database, replicas and clients share the processors.
 */
public final class OperationsThroughTwoReplicas {
  private static final int CLIENTS_AT_ONCE = 32;
  private static final int CALLS_AT_ONCE = 16; // 8 for each replica, as docs/operations.md says
  private static final int PACE = 50;
  private static final int PATIENCE_SECONDS = 60;
  private static final int AWAY_SECONDS = 180;

  private final Installation installation;
  private final StraightToTheCluster cluster;
  private final List<Replica> replicas = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OperationsThroughTwoReplicas(Installation installation, HttpClient client)
      throws Exception {
    this.installation = installation;
    this.cluster = new StraightToTheCluster(installation);
    for (String url : this.installation.replicas()) {
      replicas.add(Replica.ready(client, url));
    }
  }

  /**
   * Arguments: how many machines; actions that lead back to where they began, such as {@code
   * restart} or {@code pause,unpause}; how many rounds.
   */
  public static void main(String[] arguments) throws Exception {
    int operations = Integer.parseInt(arguments[0]);
    try (Installation installation = new Installation(operations * 11 / 5, PACE);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var benchmark = new OperationsThroughTwoReplicas(installation, client);
      List<Machine> machines = benchmark.replicas.getFirst().running(operations);
      List<String> actions = List.of(arguments[1].split(","));
      for (int round = 1; round <= Integer.parseInt(arguments[2]); round++) {
        for (String action : actions) {
          benchmark.straight(action, machines);
        }
        for (String action : actions) {
          benchmark.throughThePlatform(action, machines);
        }
      }
      benchmark.longPolls(machines);
      benchmark.cluster.close();
      benchmark.threads.shutdownNow();
    }
  }

  private void straight(String action, List<Machine> machines) throws Exception {
    Semaphore turns = new Semaphore(CALLS_AT_ONCE);
    long begin = System.nanoTime();
    long[] took =
        all(
            machines,
            (machine, _) -> {
              turns.acquire();
              long start = System.nanoTime();
              Expected next;
              try {
                next = cluster.ask(action, machine.path());
              } finally {
                turns.release();
              }
              return next.done().get(PATIENCE_SECONDS, TimeUnit.SECONDS) - start;
            });
    report(action + ", straight to the cluster", begin, took);
  }

  private void throughThePlatform(String action, List<Machine> machines) throws Exception {
    Semaphore turns = new Semaphore(CLIENTS_AT_ONCE);
    long[] accepted = new long[machines.size()];
    long[] clusters = new long[machines.size()];
    Installation.Cost before = installation.cost();
    long requestsBefore = cluster.requests();
    long begin = System.nanoTime();
    long[] took =
        all(
            machines,
            (machine, index) -> {
              Replica replica = replicas.get(index % replicas.size());
              Expected next = cluster.expect(action, machine.path());
              turns.acquire();
              long start = System.nanoTime();
              String task;
              try {
                task = replica.operate(action, machine);
              } finally {
                turns.release();
              }
              accepted[index] = System.nanoTime() - start;
              replica.awaitEnd(task);
              long end = System.nanoTime();
              if (action.equals("restart")) {
                clusters[index] =
                    next.done().get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        - next.heard().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
              }
              return end - start;
            });
    report(action + ", through two replicas", begin, took);
    System.out.println("  of it until accepted: " + Figures.of(accepted));
    Installation.Cost after = installation.cost();
    System.out.printf(
        Locale.ROOT,
        "  for each: %.1f ms of the replicas' processor, %.1f transactions, %.1f requests; %d asked again%n",
        after.processor().minus(before.processor()).toMillis() / (double) took.length,
        (after.transactions() - before.transactions()) / (double) took.length,
        (cluster.requests() - requestsBefore) / (double) took.length,
        Replica.repeated());
    if (action.equals("restart")) {
      System.out.println("  of it the cluster's own: " + Figures.of(clusters));
    }
  }

  private static void report(String what, long begin, long[] took) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %d in %.1f s, %.0f a second; each %s%n",
        what,
        took.length,
        seconds,
        took.length / seconds,
        Figures.of(took));
  }

  /** A task can be called off while the cluster has not heard of it; so the cluster is away. */
  private void longPolls(List<Machine> machines) throws Exception {
    Replica first = replicas.getFirst();
    cluster.goAway(AWAY_SECONDS);
    Thread.sleep(1_000); // it answers first, and goes then
    Semaphore turns = new Semaphore(CLIENTS_AT_ONCE);
    String[] accepted = new String[machines.size()];
    all(
        machines,
        (machine, index) -> {
          turns.acquire();
          try {
            accepted[index] = first.operate("restart", machine);
          } finally {
            turns.release();
          }
          return 0;
        });
    List<String> tasks = List.of(accepted);
    System.out.println("without anybody who waits: " + footprint());
    long[] called = new long[tasks.size()];
    long[] answered = new long[tasks.size()];
    CountDownLatch asking = new CountDownLatch(tasks.size());
    List<Future<?>> waiting = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      int index = i;
      waiting.add(
          threads.submit(
              () -> {
                asking.countDown();
                replicas.get(index % replicas.size()).await(tasks.get(index));
                answered[index] = System.nanoTime();
                return null;
              }));
    }
    asking.await();
    Thread.sleep(5_000); // until all have been let in
    System.out.printf("with %d who wait: %s%n", tasks.size(), footprint());
    for (int i = 0; i < tasks.size(); i++) {
      first.cancel(tasks.get(i));
      called[i] = System.nanoTime();
    }
    for (Future<?> one : waiting) {
      one.get();
    }
    for (int replica = 0; replica < replicas.size(); replica++) {
      long[] took = new long[tasks.size() / replicas.size()];
      for (int i = 0; i < took.length; i++) {
        int index = i * replicas.size() + replica;
        took[i] = Math.max(0, answered[index] - called[index]);
      }
      System.out.println(
          "from called off until told, "
              + (replica == 0 ? "same replica: " : "other replica: ")
              + Figures.of(took));
    }
  }

  private String footprint() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Replica replica : replicas) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.0f threads, %.0f MiB heap used; ",
              replica.metric("jvm_threads_live_threads"),
              replica.metric("jvm_memory_used_bytes{area=\"heap\"") / 1024 / 1024));
    }
    return text.toString();
  }

  /** Measures one operation. */
  @FunctionalInterface
  private interface Measured {
    long nanos(Machine machine, int index) throws Exception;
  }

  private long[] all(List<Machine> machines, Measured measured) throws Exception {
    List<Callable<Long>> calls = new ArrayList<>();
    for (int i = 0; i < machines.size(); i++) {
      int index = i;
      calls.add(() -> measured.nanos(machines.get(index), index));
    }
    long[] took = new long[machines.size()];
    List<Future<Long>> results = threads.invokeAll(calls);
    for (int i = 0; i < took.length; i++) {
      took[i] = results.get(i).get();
    }
    return took;
  }
}
