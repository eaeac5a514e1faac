package io.vmgate.benchmarks.stream;

import io.vmgate.benchmarks.cluster.RawCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Change machines in the simulated cluster and tell how long it takes until every listener of the
 * platform's stream has read it. Beside it, of the same changes, one watch of the cluster itself:
 * what of the time is the cluster's and the machine's.
 */
public final class StreamFanOut {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LABEL = "bench";
  private static final String TENANT = "acme";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI platform;

  private StreamFanOut(URI platform) {
    this.platform = platform;
  }

  /**
   * Arguments: the platform's address, its home, its process id, how many listeners, how many
   * changes, how many of them a second.
   */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[1]);
    new StreamFanOut(URI.create(arguments[0]))
        .measure(
            home,
            arguments[2],
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
  }

  private void measure(Path home, String process, int listeners, int changes, int perSecond)
      throws Exception {
    List<String> tokens = tokens(home.resolve("demo-users.json"));
    JsonNode machine =
        get("/api/v1/vms?status=running&pageSize=1", tokens.getFirst())
            .path("data")
            .path("list")
            .path(0);
    long[] made = new long[changes];
    long[] watched = new long[changes];
    long[] reached = new long[changes * listeners];
    AtomicIntegerArray readers = new AtomicIntegerArray(changes);
    Pattern mark = Pattern.compile("\"" + LABEL + "\":\"b(\\d+)\"");
    long[] before = memory(process);
    try (RawCluster cluster = new RawCluster(home.resolve("simulator/kubeconfig"));
        Listeners all =
            new Listeners(
                platform,
                tokens,
                listeners,
                LABEL,
                (number, now) -> {
                  if (number >= 0 && number < changes && made[number] != 0) {
                    int reader = readers.getAndIncrement(number);
                    if (reader < listeners) {
                      reached[number * listeners + reader] = now - made[number];
                    }
                  }
                })) {
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (all.ready() < listeners) {
        if (System.nanoTime() > patience) {
          throw new IllegalStateException(all.ready() + " of " + listeners + " listen");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      long[] after = memory(process);
      cluster.watch(
          line -> {
            Matcher found = mark.matcher(line);
            if (found.find()) {
              int number = Integer.parseInt(found.group(1));
              if (number < changes && made[number] != 0 && watched[number] == 0) {
                watched[number] = System.nanoTime() - made[number];
              }
            }
          });
      long start = System.nanoTime();
      for (int i = 0; i < changes; i++) {
        long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        made[i] = System.nanoTime();
        cluster.label(
            machine.path("namespace").asString(), machine.path("name").asString(), LABEL, "b" + i);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (readers.get(changes - 1) < listeners && System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      int missing = 0;
      for (int i = 0; i < changes; i++) {
        missing += Math.max(0, listeners - readers.get(i));
      }
      System.out.printf(
          Locale.ROOT,
          "%d listeners, %d changes, %d a second; not read by somebody: %d; a listener takes"
              + " %.1f KiB of heap, %.1f KiB of the process%n",
          listeners,
          changes,
          perSecond,
          missing,
          (after[0] - before[0]) / 1024.0 / listeners,
          (after[1] - before[1]) / 1024.0 / listeners);
      report("a watch of the cluster", watched);
      report("all listeners", reached);
    }
  }

  private static void report(String what, long[] nanos) {
    long[] sorted = Arrays.stream(nanos).filter(value -> value > 0).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-24s p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        what,
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))] / 1e6;
  }

  /** Bytes of the heap after a collection, and of the whole process. */
  private static long[] memory(String process) throws IOException, InterruptedException {
    command(process, "GC.run");
    command(process, "GC.run");
    long heap = 0;
    for (String line : command(process, "GC.heap_info").split("\n")) {
      Matcher used = Pattern.compile("used (\\d+)K").matcher(line);
      if (used.find() && !line.contains("Metaspace") && !line.contains("class space")) {
        heap += Long.parseLong(used.group(1)) * 1024;
      }
    }
    Matcher resident =
        Pattern.compile("VmRSS:\\s+(\\d+) kB")
            .matcher(Files.readString(Path.of("/proc", process, "status")));
    return new long[] {heap, resident.find() ? Long.parseLong(resident.group(1)) * 1024 : 0};
  }

  private static String command(String process, String what)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), process, what)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return output;
  }

  private List<String> tokens(Path users) throws IOException, InterruptedException {
    List<String> tokens = new ArrayList<>();
    for (JsonNode user : JSON.readTree(Files.readString(users))) {
      if (user.path("tenantId").asString().equals(TENANT)) {
        Map<String, String> body =
            Map.of(
                "tenantId", TENANT,
                "username", user.path("username").asString(),
                "password", user.path("password").asString());
        HttpRequest request =
            HttpRequest.newBuilder(platform.resolve("/api/v1/auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        tokens.add(
            JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
                .path("data")
                .path("token")
                .asString());
      }
    }
    return tokens;
  }

  private JsonNode get(String path, String token) throws IOException, InterruptedException {
    return JSON.readTree(
        client
            .send(
                HttpRequest.newBuilder(platform.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .build(),
                BodyHandlers.ofString())
            .body());
  }
}
