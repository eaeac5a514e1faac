package io.vmgate.benchmarks.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Operates machines by the subresources themselves and sees by two watches when the cluster has
 * heard of a restart and when an operation is done: the least that anybody does who wants to know.
 */
final class StraightToTheCluster implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String API = "/apis/kubevirt.io/v1/";

  private final HttpClient client;
  private final String url;
  private final String token;
  private final ExecutorService watches = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();
  private final Map<String, String> runs = new ConcurrentHashMap<>();

  StraightToTheCluster(Installation installation)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = installation.clusterFolder();
    url = installation.clusterUrl();
    token = Files.readString(folder.resolve("token")).strip();
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(folder.resolve("ca.crt")))
            .build();
    CountDownLatch open = new CountDownLatch(2);
    watches.execute(() -> watch("virtualmachines", open));
    watches.execute(() -> watch("virtualmachineinstances", open));
    open.await();
  }

  /** When the cluster was seen to have heard of a restart, and to have done it; nanoseconds. */
  record Expected(
      String action, String before, CompletableFuture<Long> heard, CompletableFuture<Long> done) {}

  /** Look out for the end of an operation; {@code machine} is namespace/name. */
  Expected expect(String action, String machine) {
    Expected next =
        new Expected(
            action,
            runs.getOrDefault(machine, ""),
            new CompletableFuture<>(),
            new CompletableFuture<>());
    expected.put(machine, next);
    return next;
  }

  /** Ask for an operation. */
  Expected ask(String action, String machine) throws IOException, InterruptedException {
    Expected next = expect(action, machine);
    String kind = action.equals("restart") ? "virtualmachines" : "virtualmachineinstances";
    String path =
        "/apis/subresources.kubevirt.io/v1/namespaces/"
            + machine.replace("/", "/" + kind + "/")
            + "/"
            + action;
    int status =
        client
            .send(
                request(path).PUT(BodyPublishers.ofString("{}")).build(), BodyHandlers.discarding())
            .statusCode();
    if (status / 100 != 2) {
      throw new IllegalStateException(action + " " + machine + " answered " + status);
    }
    return next;
  }

  /** Refuse connections for a while. */
  void goAway(int seconds) throws IOException, InterruptedException {
    String body = "{\"mode\":\"refuse\",\"seconds\":" + seconds + "}";
    client.send(
        request("/simulator/unreachable").POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.discarding());
  }

  /** How many requests the API server has had so far. */
  long requests() throws IOException, InterruptedException {
    return JSON.readTree(
            client.send(request("/simulator/stats").build(), BodyHandlers.ofString()).body())
        .path("requestsServed")
        .asLong();
  }

  private void watch(String kind, CountDownLatch open) {
    try (InputStream in =
            client
                .send(request(API + kind + "?watch=true").build(), BodyHandlers.ofInputStream())
                .body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      open.countDown();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        see(JSON.readTree(line).path("object"));
      }
    } catch (IOException ended) {
      open.countDown(); // whoever waits for what it would have told waits in vain, and says so
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void see(JsonNode object) {
    long now = System.nanoTime();
    JsonNode metadata = object.path("metadata");
    String machine =
        metadata.path("namespace").asString("") + "/" + metadata.path("name").asString("");
    Expected next = expected.get(machine);
    if (object.path("kind").asString("").equals("VirtualMachine")) {
      if (next != null && !object.path("status").path("stateChangeRequests").isEmpty()) {
        next.heard().complete(now);
      }
      return;
    }
    boolean isUp = object.path("status").path("phase").asString("").equals("Running");
    if (isUp && !metadata.has("deletionTimestamp")) {
      String run = metadata.path("uid").asString("");
      runs.put(machine, run);
      if (next != null && isDone(next, run, isPaused(object))) {
        next.done().complete(now);
      }
    }
  }

  private static boolean isDone(Expected next, String run, boolean paused) {
    return switch (next.action()) {
      case "restart" -> !run.equals(next.before());
      case "pause" -> paused;
      case "unpause" -> !paused;
      default -> throw new IllegalArgumentException(next.action());
    };
  }

  private static boolean isPaused(JsonNode instance) {
    return instance
        .path("status")
        .path("conditions")
        .valueStream()
        .anyMatch(
            condition ->
                condition.path("type").asString("").equals("Paused")
                    && condition.path("status").asString("").equals("True"));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json")
        .header("Content-Type", "application/json");
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
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
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    watches.shutdownNow();
  }
}
