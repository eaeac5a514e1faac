package io.vmgate.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmgate.simulator.Simulator;
import io.vmgate.testkit.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands between the platform and its cluster and passes everything on. It counts what the cluster
 * was asked to do to machines, can hold such a call on its way there or the answer on its way back,
 * and can be shut altogether.
 */
final class ClusterGate implements AutoCloseable {
  static {
    // An answer is several writes; without this the last waits for the first to be acknowledged.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Pattern CALL =
      Pattern.compile(
          "/apis/subresources\\.kubevirt\\.io/v1/namespaces/([^/]+)/virtualmachine[^/]*/([^/]+)/(\\w+)");
  private static final int LONGEST_HOLD_SECONDS = 180;

  private final Simulator cluster;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Place> holds = new ConcurrentHashMap<>();
  private final List<Call> heard = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> held = new ConcurrentHashMap<>();
  private final CountDownLatch late = new CountDownLatch(1);
  private volatile CountDownLatch dropped = new CountDownLatch(1);
  private HttpServer server;

  ClusterGate(Simulator cluster) throws IOException {
    this.cluster = cluster;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(cluster.authorityFile()))
            .executor(threads)
            .build();
    this.server = listen(FreePorts.next());
  }

  /** Where a call can be held. */
  enum Place {
    /** The cluster has not heard it. */
    ON_THE_WAY_THERE,
    /** The cluster has not heard it, and will when nobody expects it any more. */
    LATE,
    /** The cluster has heard it, and nobody knows. */
    ON_THE_WAY_BACK
  }

  /** A call that the cluster has heard, and how it answered. */
  record Call(String machine, String action, int status) {}

  /** Write a kubeconfig that leads through here. */
  Path kubeconfig(Path folder) throws IOException {
    Path file = folder.resolve("gate-kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: gate, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: vmgate, user: {token: "%s"}}]
        contexts: [{name: gate, context: {cluster: gate, user: vmgate}}]
        current-context: gate
        """
            .formatted(server.getAddress().getPort(), cluster.token()));
    return file;
  }

  /** Hold the next calls for this machine there; {@code machine} is namespace/name. */
  void hold(String machine, Place place) {
    holds.put(machine, place);
  }

  /**
   * For how many machines a call is held at the moment; of several for one, since the platform
   * gives up waiting and asks again, only one counts.
   */
  int held() {
    return held.size();
  }

  /** Let the late calls through. */
  void passLate() {
    late.countDown();
  }

  /** Lose everything that is held except the late calls, and hold nothing any more. */
  void drop() {
    holds.clear();
    CountDownLatch before = dropped;
    dropped = new CountDownLatch(1);
    before.countDown();
  }

  /** What the cluster has heard about the machine so far, in its order. */
  List<Call> heard(String machine) {
    return heard.stream().filter(call -> call.machine().equals(machine)).toList();
  }

  /** Refuse every connection, and cut those that are open. */
  synchronized void shut() {
    server.stop(0);
  }

  /** Let connections through again, on the port of before. */
  synchronized void open() throws IOException {
    server = listen(server.getAddress().getPort());
  }

  @Override
  public void close() {
    passLate();
    drop();
    shut();
    client.shutdownNow();
    threads.shutdownNow();
  }

  private HttpServer listen(int port) throws IOException {
    HttpServer listening =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    listening.setExecutor(threads);
    listening.createContext("/", this::pass);
    listening.start();
    return listening;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes(); // while who sent it still lives
      String path = exchange.getRequestURI().getPath();
      Matcher call = CALL.matcher(path);
      if (!exchange.getRequestMethod().equals("PUT") || !call.matches()) {
        answer(exchange, ask(exchange, body));
        return;
      }
      String machine = call.group(1) + "/" + call.group(2);
      Place place = holds.get(machine);
      if (place == Place.ON_THE_WAY_THERE) {
        hold(machine, dropped);
        return;
      }
      if (place == Place.LATE) {
        hold(machine, late);
      }
      HttpResponse<InputStream> answer = ask(exchange, body);
      heard.add(new Call(machine, call.group(3), answer.statusCode()));
      if (place == Place.ON_THE_WAY_BACK) {
        hold(machine, dropped);
        return;
      }
      answer(exchange, answer);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold(String machine, CountDownLatch until) throws InterruptedException {
    held.merge(machine, 1, Integer::sum);
    try {
      if (!until.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("held and forgotten");
      }
    } finally {
      held.computeIfPresent(machine, (_, calls) -> calls == 1 ? null : calls - 1);
    }
  }

  private HttpResponse<InputStream> ask(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cluster.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (String header : List.of("Authorization", "Accept", "Content-Type")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** Pass on what comes as it comes: a watch never ends. */
  private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer)
      throws IOException {
    try (InputStream in = answer.body()) {
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), 0);
      byte[] buffer = new byte[64 * 1024];
      OutputStream out = exchange.getResponseBody();
      out.flush(); // a watch may have nothing to tell for long, but it has begun
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  private static SSLContext trusting(Path authority) throws IOException {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "cluster", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
