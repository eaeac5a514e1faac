package io.vmgate.kubevirt.vm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.kubevirt.cluster.ClusterClients;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server of a few lines that misbehaves on demand: it lists in pages and serves watches out
 * of a history, over plain HTTP on a free port.
 */
final class ScriptedCluster implements AutoCloseable {
  private static final String CUT = "cut";

  private record Event(long version, String kind, String line) {}

  private record Watcher(String kind, LinkedBlockingQueue<String> lines) {}

  private final Map<String, Map<String, ObjectNode>> objects = new HashMap<>();
  private final List<Event> history = new ArrayList<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile Function<String, Integer> refusal = request -> 0;
  private volatile boolean silent;
  private volatile boolean lastPageExpires;
  private long version = 100;
  private long forgotten;

  ScriptedCluster() {
    this(0);
  }

  ScriptedCluster(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A client that knows this address, whether or not anybody listens there. */
  static KubernetesClient client(Path folder, int port) {
    Path kubeconfig = folder.resolve("kubeconfig");
    try {
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          current-context: here
          contexts: [{name: here, context: {cluster: here, user: me}}]
          clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
          users: [{name: me, user: {token: secret-token}}]
          """
              .formatted(port));
    } catch (IOException cannotWrite) {
      throw new UncheckedIOException(cannotWrite);
    }
    return ClusterClients.fromKubeconfig(kubeconfig);
  }

  /** Put an object as if its owner had written it. */
  synchronized void put(JsonNode given) {
    ObjectNode object = (ObjectNode) given.deepCopy();
    String kind = Samples.plural(object);
    Map<String, ObjectNode> ofKind = objects.computeIfAbsent(kind, any -> new TreeMap<>());
    ((ObjectNode) object.get("metadata")).put("resourceVersion", String.valueOf(++version));
    String type = ofKind.put(key(object), object) == null ? "ADDED" : "MODIFIED";
    tell(kind, type, object);
  }

  synchronized void remove(JsonNode given) {
    ObjectNode object =
        Objects.requireNonNull(
            objects.getOrDefault(Samples.plural(given), Map.of()).remove(key(given)));
    ((ObjectNode) object.get("metadata")).put("resourceVersion", String.valueOf(++version));
    tell(Samples.plural(given), "DELETED", object);
  }

  /** Say how far the history has come, to watches of this kind. */
  synchronized long bookmark(String kind) {
    ObjectNode bookmark = Samples.JSON.createObjectNode();
    bookmark.putObject("metadata").put("resourceVersion", String.valueOf(++version));
    send(kind, line("BOOKMARK", bookmark));
    return version;
  }

  /** Send a line as it is to watches of this kind. */
  synchronized void send(String kind, String line) {
    watchers.stream()
        .filter(watcher -> watcher.kind().equals(kind))
        .forEach(watcher -> watcher.lines().add(line));
  }

  /** End all open watches. */
  synchronized void cutWatches() {
    watchers.forEach(watcher -> watcher.lines().add(CUT));
    watchers.clear();
  }

  /** Forget what was before: positions up to now are answered with 410. */
  synchronized void forget() {
    history.clear();
    forgotten = ++version;
  }

  /** Refuse requests: the answer is the code, or 0 to serve. */
  void refuse(Function<String, Integer> codes) {
    refusal = codes;
  }

  /** Take requests but answer none, as a network that swallows packets seems to do. */
  void silence(boolean on) {
    silent = on;
  }

  /** Answer the next request for a further page with 410. */
  void expireNextPage() {
    lastPageExpires = true;
  }

  long lists(String kind) {
    return requests.stream()
        .filter(request -> request.contains("/" + kind + "?") && !request.contains("watch="))
        .filter(request -> !request.contains("continue="))
        .count();
  }

  List<String> watches(String kind) {
    return requests.stream()
        .filter(request -> request.contains("/" + kind + "?") && request.contains("watch="))
        .toList();
  }

  long pages(String kind) {
    return requests.stream()
        .filter(request -> request.contains("/" + kind + "?") && request.contains("continue="))
        .count();
  }

  synchronized boolean isWatched(String kind) {
    return watchers.stream().anyMatch(watcher -> watcher.kind().equals(kind));
  }

  @Override
  public void close() {
    cutWatches();
    silent = false;
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestURI().toString();
    requests.add(request);
    try (exchange) {
      await(() -> !silent);
      int code = refusal.apply(request);
      if (code != 0) {
        refuse(exchange, code, "refused on demand");
      } else if (request.startsWith("/readyz")) {
        reply(exchange, 200, "ok");
      } else {
        serve(exchange, request);
      }
    }
  }

  private void serve(HttpExchange exchange, String request) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String kind = path.substring(path.lastIndexOf('/') + 1);
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    if (request.contains("watch=true")) {
      watch(exchange, kind, Long.parseLong(query.getOrDefault("resourceVersion", "0")));
    } else {
      list(exchange, kind, query);
    }
  }

  private void list(HttpExchange exchange, String kind, Map<String, String> query)
      throws IOException {
    String after = query.get("continue");
    if (after != null && lastPageExpires) {
      lastPageExpires = false;
      refuse(exchange, 410, "The provided continue parameter is too old");
      return;
    }
    int limit = Integer.parseInt(query.getOrDefault("limit", "1000000"));
    ObjectNode list = Samples.JSON.createObjectNode();
    ObjectNode metadata = list.putObject("metadata");
    synchronized (this) {
      List<Map.Entry<String, ObjectNode>> rest =
          objects.getOrDefault(kind, Map.of()).entrySet().stream()
              .filter(entry -> after == null || entry.getKey().compareTo(after) > 0)
              .toList();
      List<Map.Entry<String, ObjectNode>> page = rest.subList(0, Math.min(limit, rest.size()));
      page.forEach(entry -> list.withArray("items").add(entry.getValue()));
      metadata.put("resourceVersion", String.valueOf(version));
      metadata.put("continue", page.size() < rest.size() ? page.getLast().getKey() : "");
    }
    reply(exchange, 200, list.toString());
  }

  private void watch(HttpExchange exchange, String kind, long from) throws IOException {
    Watcher watcher = new Watcher(kind, new LinkedBlockingQueue<>());
    synchronized (this) {
      if (from < forgotten) {
        watcher.lines().add(line("ERROR", status(410, "too old resource version")));
        watcher.lines().add(CUT);
      } else {
        history.stream()
            .filter(event -> event.kind().equals(kind) && event.version() > from)
            .forEach(event -> watcher.lines().add(event.line()));
        watchers.add(watcher);
      }
    }
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.flush();
    try {
      while (true) {
        String line = watcher.lines().take();
        if (line.equals(CUT)) {
          return;
        }
        await(() -> !silent);
        body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.remove(watcher);
    }
  }

  private void tell(String kind, String type, ObjectNode object) {
    String line = line(type, object);
    history.add(new Event(version, kind, line));
    send(kind, line);
  }

  private static String line(String type, ObjectNode object) {
    ObjectNode line = Samples.JSON.createObjectNode();
    line.put("type", type);
    line.set("object", object);
    return line.toString();
  }

  private static ObjectNode status(int code, String message) {
    ObjectNode status = Samples.JSON.createObjectNode();
    return status.put("kind", "Status").put("code", code).put("message", message);
  }

  private static void refuse(HttpExchange exchange, int code, String message) throws IOException {
    reply(exchange, code, status(code, message).toString());
  }

  private static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private static String key(JsonNode object) {
    return object.at("/metadata/namespace").asString("")
        + "/"
        + object.at("/metadata/name").asString("");
  }

  private static Map<String, String> query(@Nullable String raw) {
    if (raw == null) {
      return Map.of();
    }
    return List.of(raw.split("&")).stream()
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (first, second) -> second));
  }
}
