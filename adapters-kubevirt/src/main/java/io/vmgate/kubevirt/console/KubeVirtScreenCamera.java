package io.vmgate.kubevirt.console;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vmgate.application.console.ScreenCamera;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.ClusterFailures;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes pictures through KubeVirt's subresource {@code vnc/screenshot}. It answers every error as
 * HTTP 500 with a text, so the words tell what is the case.
 */
public final class KubeVirtScreenCamera implements ScreenCamera {
  private static final int OK = 200;

  private final HttpClient http;
  private final String server;

  /**
   * Ask this cluster's API server.
   *
   * @param client stays the caller's
   */
  public KubeVirtScreenCamera(KubernetesClient client) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public byte[] shoot(VmName vm, Duration patience) {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server + LinePaths.screenshot(vm))
            .header("Accept", "image/png, */*")
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      byte[] body = response.body() == null ? new byte[0] : response.body();
      if (response.code() != OK) {
        throw LineRefusals.of(response.code(), body).toException();
      }
      return body;
    } catch (ExecutionException | TimeoutException | CancellationException problem) {
      answer.cancel(true);
      throw ClusterFailures.of(problem, server, patience);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new PlatformFailure.ClusterUnreachable("interrupted while waiting for the API server")
          .toException(interrupted);
    }
  }
}
