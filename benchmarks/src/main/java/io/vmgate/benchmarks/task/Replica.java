package io.vmgate.benchmarks.task;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the contract to one replica. */
record Replica(HttpClient client, String url, String token) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 200;
  private static final LongAdder REPEATED = new LongAdder();

  /** A machine; {@code path} is namespace/name. */
  record Machine(String id, String path) {}

  /** Sign in and wait until the cluster has been read. */
  static Replica ready(HttpClient client, String url) throws IOException, InterruptedException {
    Replica stranger = new Replica(client, url, "");
    while (stranger.get("/health/readiness").statusCode() != 200) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    String body =
        JSON.writeValueAsString(
            Map.of("tenantId", "acme", "username", "ann", "password", Installation.PASSWORD));
    JsonNode answer =
        JSON.readTree(stranger.send(stranger.post("/api/v1/auth/login", body)).body());
    return new Replica(client, url, answer.path("data").path("token").asString());
  }

  List<Machine> running(int count) throws IOException, InterruptedException {
    List<Machine> machines = new ArrayList<>();
    for (int page = 1; machines.size() < count; page++) {
      String query = "/api/v1/vms?status=running&sortBy=name&pageSize=" + PAGE + "&page=" + page;
      JsonNode list = JSON.readTree(get(query).body()).path("data").path("list");
      if (list.isEmpty()) {
        throw new IllegalStateException("only " + machines.size() + " machines run");
      }
      for (JsonNode vm : list) {
        machines.add(
            new Machine(
                vm.path("id").asString(),
                vm.path("namespace").asString() + "/" + vm.path("name").asString()));
      }
    }
    return machines.subList(0, count);
  }

  /** Have an operation accepted; answers its task. */
  String operate(String action, Machine machine) throws IOException, InterruptedException {
    String path = "/api/v1/vms/" + machine.id() + "/" + action;
    String key = UUID.randomUUID().toString();
    HttpResponse<String> answer =
        patiently(() -> send(post(path, "{}").header("Idempotency-Key", key)));
    return JSON.readTree(answer.body()).path("data").path("taskId").asString();
  }

  /** Wait until a task has ended. */
  void awaitEnd(String task) throws IOException, InterruptedException {
    while (true) {
      JsonNode shown = await(task);
      switch (shown.path("status").asString()) {
        case "running" -> {}
        case "success" -> {
          return;
        }
        default -> throw new IllegalStateException(shown.toString());
      }
    }
  }

  /** Wait until a task has changed. */
  JsonNode await(String task) throws IOException, InterruptedException {
    HttpResponse<String> answer = patiently(() -> get("/api/v1/tasks/" + task + "?wait=60"));
    return JSON.readTree(answer.body()).path("data");
  }

  void cancel(String task) throws IOException, InterruptedException {
    patiently(() -> send(post("/api/v1/tasks/" + task + "/cancel", "")));
  }

  /** The sum of all metrics whose line begins so. */
  double metric(String prefix) throws IOException, InterruptedException {
    return get("/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** A request; the same each time. */
  @FunctionalInterface
  private interface Call {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }

  /** Ask again while the replica has too much to do, as a client should. */
  private static HttpResponse<String> patiently(Call call)
      throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer = call.send();
      switch (answer.statusCode()) {
        case 200 -> {
          return answer;
        }
        case 503 -> {
          REPEATED.increment();
          LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        default -> throw new IllegalStateException(answer.body());
      }
    }
  }

  /** How often somebody had to ask again since this was last asked. */
  static long repeated() {
    return REPEATED.sumThenReset();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(90))
        .header("Authorization", "Bearer " + token);
  }
}
