package io.vmgate.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a platform's stream of changes and keeps what it is told. */
final class FollowedStream implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /** What was told. */
  record Event(String id, String kind, JsonNode data) {
    String text(String field) {
      return data.path(field).asString("");
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  private FollowedStream() {}

  /** Follow from a point on, or from now where it is empty. */
  static FollowedStream open(String url, String token, String lastEventId)
      throws IOException, InterruptedException {
    FollowedStream stream = new FollowedStream();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/stream"))
            .header("Authorization", "Bearer " + token);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<InputStream> response =
        stream.client.send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("the stream was answered with " + response.statusCode());
    }
    Thread.ofVirtual().start(() -> stream.read(response.body()));
    return stream;
  }

  List<Event> events() {
    return events;
  }

  List<Event> events(String kind) {
    return events.stream().filter(event -> event.kind().equals(kind)).toList();
  }

  boolean ended() {
    return ended;
  }

  private void read(InputStream body) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String id = "";
      String kind = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, kind, JSON.readTree(line.substring(6))));
        }
      }
    } catch (IOException cut) {
      // the other side is gone, which is told below
    } finally {
      ended = true;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
