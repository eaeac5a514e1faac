package io.vmgate.kubevirt.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.kubevirt.cluster.ClusterClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An API server that answers each request as it was told to, and 404 to any other. */
final class ScriptedApi implements AutoCloseable {
  private record Reply(int code, String body) {}

  private static final Reply SILENCE = new Reply(0, "");
  private static final Reply CUT = new Reply(-1, "");

  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final HttpServer server;
  private final KubernetesClient client;

  ScriptedApi(Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    Path kubeconfig = folder.resolve("kubeconfig");
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
            .formatted(server.getAddress().getPort()));
    client = ClusterClients.fromKubeconfig(kubeconfig);
  }

  KubernetesClient client() {
    return client;
  }

  /** Answer this request; several answers are given one after the other, the last for ever. */
  ScriptedApi answer(String request, int code, String body) {
    return script(request, new Reply(code, body));
  }

  /** Never answer this request. */
  ScriptedApi ignore(String request) {
    return script(request, SILENCE);
  }

  /** Cut the connection when this request has come. */
  ScriptedApi cut(String request) {
    return script(request, CUT);
  }

  /** Bodies of the requests of this method and path. */
  List<String> bodies(String request) {
    return requests.stream()
        .filter(each -> each.startsWith(request + " "))
        .map(each -> each.substring(request.length() + 1))
        .toList();
  }

  @Override
  public void close() {
    ended.countDown();
    client.close();
    server.stop(0);
  }

  private ScriptedApi script(String request, Reply reply) {
    replies.computeIfAbsent(request, any -> new ConcurrentLinkedQueue<>()).add(reply);
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(request + " " + body);
    Reply reply = next(request);
    if (reply == SILENCE) {
      awaitEnd();
    }
    if (reply.code() > 0) {
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private Reply next(String request) {
    @Nullable Queue<Reply> planned = replies.get(request);
    if (planned == null) {
      return new Reply(404, "{\"kind\":\"Status\",\"message\":\"not found\"}");
    }
    Reply next = planned.size() > 1 ? planned.poll() : planned.peek();
    return next == null ? CUT : next;
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
