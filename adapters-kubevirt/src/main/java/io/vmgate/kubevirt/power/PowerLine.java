package io.vmgate.kubevirt.power;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vmgate.kubevirt.cluster.ClusterFailures;
import io.vmgate.kubevirt.power.PowerReply.Answered;
import io.vmgate.kubevirt.power.PowerReply.NoAnswer;
import io.vmgate.kubevirt.power.PowerReply.NotSent;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Calls the API server and tells apart what was never sent from what was never answered. */
final class PowerLine {
  private static final List<Class<? extends Exception>> BEFORE_SENDING =
      List.of(
          ConnectException.class,
          HttpConnectTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          UnresolvedAddressException.class,
          SSLHandshakeException.class);
  private static final int DEEPEST = 20;

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
      return wasSent(problem) ? new NoAnswer(reason) : new NotSent(reason);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new NoAnswer("interrupted while waiting for the API server");
    }
  }

  private static boolean wasSent(Throwable problem) {
    Throwable cause = problem;
    for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
      if (isBeforeSending(cause)) {
        return false;
      }
      cause = cause.getCause();
    }
    return true;
  }

  private static boolean isBeforeSending(@Nullable Throwable cause) {
    return BEFORE_SENDING.stream().anyMatch(type -> type.isInstance(cause));
  }
}
