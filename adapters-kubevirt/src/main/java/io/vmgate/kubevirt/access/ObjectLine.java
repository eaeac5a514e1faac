package io.vmgate.kubevirt.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.kubevirt.cluster.ClusterFailures;
import io.vmgate.kubevirt.cluster.StatusWords;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads and writes single objects. An answer is a value, whatever its code; where there is none, a
 * failure is thrown: {@link PlatformFailure.ClusterTimedOut} when a write may have arrived.
 */
final class ObjectLine {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String TYPE = "application/json";
  private static final int LEAST_ERROR = 300;

  private final HttpClient http;
  private final String server;
  private final Duration patience;

  ObjectLine(KubernetesClient client, Duration patience) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.patience = patience;
  }

  /** How long an answer may take. */
  Duration patience() {
    return patience;
  }

  Reply get(String path) {
    return call(request(path).build(), false);
  }

  Reply create(String path, JsonNode object) {
    return call(request(path).post(TYPE, object.toString()).build(), true);
  }

  Reply replace(String path, JsonNode object) {
    return call(request(path).put(TYPE, object.toString()).build(), true);
  }

  /** Delete with options (Kubernetes API: DeleteOptions), such as a precondition. */
  Reply delete(String path, JsonNode options) {
    return call(request(path).delete(TYPE, options.toString()).build(), true);
  }

  private HttpRequest.Builder request(String path) {
    return http.newHttpRequestBuilder()
        .uri(server + path)
        .header("Accept", TYPE)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Reply call(HttpRequest request, boolean writes) {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      byte[] body = response.body();
      return new Reply(response.code(), body == null ? new byte[0] : body);
    } catch (ExecutionException | TimeoutException | CancellationException problem) {
      answer.cancel(true);
      throw writes && ClusterFailures.wasSent(problem)
          ? new PlatformFailure.ClusterTimedOut(patience).toException(problem)
          : ClusterFailures.of(problem, server, patience);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new PlatformFailure.ClusterTimedOut(patience).toException(interrupted);
    }
  }

  /** What the API server answered. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Reply(int code, byte[] body) {
    boolean isGood() {
      return code < LEAST_ERROR;
    }

    boolean isMissing() {
      return code == 404;
    }

    boolean isConflict() {
      return code == 409;
    }

    /** Whether the server may have done what it says it did not. */
    boolean isDoubtful() {
      return code >= 500;
    }

    /** The body as JSON; nothing when it is none. */
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JacksonException notJson) {
        return MissingNode.getInstance();
      }
    }

    /** The server's own sentence. */
    String words() {
      return StatusWords.of(code, body);
    }

    FailureException failure() {
      return ClusterFailures.of(code, body);
    }
  }
}
