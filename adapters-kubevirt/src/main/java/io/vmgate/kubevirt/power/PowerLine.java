package io.vmgate.kubevirt.power;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vmgate.kubevirt.cluster.ClusterFailures;
import io.vmgate.kubevirt.power.PowerReply.Answered;
import io.vmgate.kubevirt.power.PowerReply.NoAnswer;
import io.vmgate.kubevirt.power.PowerReply.NotSent;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the API server and tells apart what was never sent from what was never answered. */
final class PowerLine {
  private final HttpClient http;
  private final String server;
  private final Duration patience;

  PowerLine(KubernetesClient client, Duration patience) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.patience = patience;
  }

  PowerReply get(String path) {
    return call(request(path).build());
  }

  PowerReply put(String path, String json) {
    return call(request(path).put("application/json", json).build());
  }

  private HttpRequest.Builder request(String path) {
    return http.newHttpRequestBuilder()
        .uri(server + path)
        .header("Accept", "application/json")
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private PowerReply call(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      byte[] body = response.body();
      return new Answered(response.code(), body == null ? new byte[0] : body);
    } catch (ExecutionException | TimeoutException | CancellationException problem) {
      answer.cancel(true);
      String reason = ClusterFailures.reason(problem, server);
      return ClusterFailures.wasSent(problem) ? new NoAnswer(reason) : new NotSent(reason);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new NoAnswer("interrupted while waiting for the API server");
    }
  }
}
