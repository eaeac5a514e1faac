package io.vmgate.bootstrap;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the contract as a client does. */
final class ApiClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  ApiClient(String url) {
    this.url = url;
  }

  /** An answer; {@code body} is null where there was none. */
  record Answer(int status, Map<String, String> headers, @Nullable JsonNode body) {
    JsonNode data() {
      return body == null ? JSON.createObjectNode() : body.path("data");
    }

    int code() {
      return body == null ? 0 : body.path("code").asInt();
    }
  }

  Answer get(String path, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token)
            .GET());
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  /** A picture. */
  BufferedImage picture(String path, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
      if (picture == null) {
        throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
      }
      return picture;
    } catch (IOException lost) {
      throw new AssertionError("no answer from " + url, lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("no answer from " + url, interrupted);
    }
  }

  /** What is no JSON. */
  String text(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(url + path)).GET()).body();
  }

  Answer post(String path, String body, String token, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    return send(
        (headers.length == 0 ? request : request.headers(headers))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer delete(String path, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token)
            .DELETE());
  }

  Answer signIn(String tenant, String username, String password) {
    String body =
        JSON.writeValueAsString(
            Map.of("tenantId", tenant, "username", username, "password", password));
    return send(
        HttpRequest.newBuilder(URI.create(url + "/api/v1/auth/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  String token(String tenant, String username, String password) {
    return signIn(tenant, username, password).data().path("token").asString();
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<String> response = exchange(request);
    Map<String, String> headers =
        response.headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                    entry -> entry.getValue().getFirst()));
    boolean isJson = headers.getOrDefault("content-type", "").startsWith("application/json");
    return new Answer(
        response.statusCode(),
        headers,
        isJson && !response.body().isEmpty() ? JSON.readTree(response.body()) : null);
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    } catch (IOException lost) {
      throw new AssertionError("no answer from " + url, lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("no answer from " + url, interrupted);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
