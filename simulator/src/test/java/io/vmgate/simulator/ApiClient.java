package io.vmgate.simulator;

import io.vmgate.simulator.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;

/** A client that shows answers as they are on the wire. */
final class ApiClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String url;
  private final String token;
  private final HttpClient http;

  ApiClient(Simulator simulator) {
    this.url = simulator.url();
    this.token = simulator.token();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(simulator))
            .connectTimeout(PATIENCE)
            .build();
  }

  record Answer(int status, String text, java.net.http.HttpHeaders headers) {
    JsonNode json() {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Answer send(String method, String path, String body, String... headers) {
    return call(request(method, path, body, headers).header("Authorization", "Bearer " + token));
  }

  Answer sendWithoutToken(String method, String path, String... headers) {
    return call(request(method, path, "", headers));
  }

  /** Open a stream of lines; the caller closes it. */
  BufferedReader lines(String path, String... headers) {
    try {
      HttpResponse<InputStream> response =
          http.send(
              request("GET", path, "", headers).header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }

  HttpClient http() {
    return http;
  }

  private HttpRequest.Builder request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private Answer call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }

  static SSLContext trusting(Simulator simulator) {
    try (InputStream pem = Files.newInputStream(simulator.authorityFile())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "simulator", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
