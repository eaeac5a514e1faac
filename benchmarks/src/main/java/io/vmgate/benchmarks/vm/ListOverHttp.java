package io.vmgate.benchmarks.vm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ask a running platform for pages of 20 with all filters and sorts in turn, one request after the
 * other, and tell how long they took. Beside it, in turn with it, the lightest request there is
 * ({@code /health/liveness}): what of the time is HTTP's and the machine's alone.
 */
public final class ListOverHttp {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String[] FILTERS = {
    "",
    "&status=running",
    "&nameLike=b-00",
    "&namespace=shop",
    "&labelSelector=app",
    "&status=stopped,error"
  };
  private static final List<String> KEYS =
      List.of("name", "namespace", "status", "createTime", "nodeName", "vCPU", "memory");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  private ListOverHttp(String url, Path users) throws IOException, InterruptedException {
    this.url = url;
    this.token = signIn(users);
  }

  /** Arguments: the platform's address, its demo-users.json, how many requests. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ListOverHttp list = new ListOverHttp(arguments[0], Path.of(arguments[1]));
    int requests = Integer.parseInt(arguments[2]);
    list.measure(requests / 2, new Random(1)); // until the compiler has seen it all
    list.measure(requests, new Random(2));
  }

  private void measure(int requests, Random random) throws IOException, InterruptedException {
    long[] pages = new long[requests];
    long[] floor = new long[requests];
    long total = 0;
    for (int i = 0; i < requests; i++) {
      String filter = FILTERS[random.nextInt(FILTERS.length)];
      String query =
          "/api/v1/vms?pageSize=20&page=%d&sortBy=%s&sortOrder=%s%s"
              .formatted(
                  1 + random.nextInt(50),
                  KEYS.get(random.nextInt(KEYS.size())),
                  random.nextBoolean() ? "asc" : "desc",
                  filter);
      long start = System.nanoTime();
      HttpResponse<String> page = get(query);
      pages[i] = System.nanoTime() - start;
      if (page.statusCode() != 200) {
        throw new IllegalStateException(query + " answered " + page.body());
      }
      if (filter.isEmpty()) {
        total = JSON.readTree(page.body()).path("data").path("total").asLong();
      }
      start = System.nanoTime();
      get("/health/liveness");
      floor[i] = System.nanoTime() - start;
    }
    System.out.printf(
        Locale.ROOT,
        "%d requests, %d machines in sight: page p50 %.2f ms, p99 %.2f ms; floor p50 %.2f ms, p99 %.2f ms%n",
        requests,
        total,
        percentile(pages, 50),
        percentile(pages, 99),
        percentile(floor, 50),
        percentile(floor, 99));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + token)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private String signIn(Path users) throws IOException, InterruptedException {
    JsonNode user = JSON.readTree(Files.readString(users)).path(0);
    String body =
        JSON.writeValueAsString(
            Map.of(
                "tenantId", user.path("tenantId").asString(),
                "username", user.path("username").asString(),
                "password", user.path("password").asString()));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/auth/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
        .path("data")
        .path("token")
        .asString();
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
