package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vmgate.kubevirt.cluster.ClusterReply.Answered;
import io.vmgate.kubevirt.cluster.ClusterReply.Lost;
import io.vmgate.kubevirt.cluster.ClusterReply.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the API server over HTTP, with the client's own TLS and credentials. Answers are values: a
 * refusal is what a feed lives on, not an exception.
 */
final class ClusterLine {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LEAST_ERROR = 300;
  private static final int MOST_SECONDS_OF_REST = 60;

  /** What is asked for unless there is something better. */
  static final String PLAIN = "application/json";

  private final HttpClient http;
  private final String server;

  ClusterLine(KubernetesClient client) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The API server's address. */
  String server() {
    return server;
  }

  /**
   * Read what is at a path.
   *
   * @param accept in which form (RFC 9110 §12.5.1)
   */
  ClusterReply get(String path, String accept, Duration patience) throws InterruptedException {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + "/" + path)
            .header("Accept", accept)
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      byte[] body = response.body();
      return response.code() < LEAST_ERROR
          ? new Answered(body)
          : refused(response, body == null ? new byte[0] : body);
    } catch (ExecutionException | TimeoutException | CancellationException problem) {
      answer.cancel(true);
      return new Lost(ClusterFailures.reason(problem, server));
    }
  }

  /**
   * Open a stream of lines.
   *
   * @param patience until the server begins to answer
   * @param most how long the stream may last at all
   * @return the open stream, or why there is none
   */
  Opening open(String path, String accept, LineSplitter lines, Duration patience, Duration most)
      throws InterruptedException {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + "/" + path)
            .header("Accept", accept)
            .timeout(most.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request, lines);
    try {
      HttpResponse<AsyncBody> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      AsyncBody body = response.body();
      if (response.code() < LEAST_ERROR) {
        return new Opening(body, null);
      }
      byte[] words = lines.collect(body, patience);
      return new Opening(null, refused(response, words));
    } catch (ExecutionException | TimeoutException | CancellationException problem) {
      answer.cancel(true);
      return new Opening(null, new Lost(ClusterFailures.reason(problem, server)));
    }
  }

  /** A stream that was opened, or why it was not; exactly one of the two. */
  record Opening(@Nullable AsyncBody body, @Nullable ClusterReply refusal) {}

  private static Refused refused(HttpResponse<?> response, byte[] body) {
    return new Refused(response.code(), message(body), retryAfter(response));
  }

  /** The Status object's own sentence, or the text as it is. */
  private static String message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      return text;
    }
    try {
      return JSON.readTree(text).path("message").asString(text);
    } catch (JacksonException notJson) {
      return text;
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.header("Retry-After");
    if (seconds == null || !seconds.matches("\\d{1,6}")) {
      return null;
    }
    return Duration.ofSeconds(Math.min(MOST_SECONDS_OF_REST, Integer.parseInt(seconds)));
  }
}
