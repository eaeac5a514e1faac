package io.vmgate.rest.stream;

import io.vmgate.rest.ContractServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream as the standard tells browsers to. */
final class SseClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Event CLOSED = new Event("", "(closed)", "{}");

  /** An event: its kind, its data, and the id that stood at the time. */
  record Event(String id, String kind, String data) {
    JsonNode json() {
      return JSON.readTree(data);
    }

    String text(String field) {
      return json().path(field).asString();
    }
  }

  private final HttpClient client;
  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicInteger comments = new AtomicInteger();
  private volatile String lastId = "";
  private volatile @Nullable String retry;

  private SseClient(HttpClient client, HttpResponse<InputStream> response) {
    this.client = client;
    this.response = response;
    Thread.ofVirtual().start(this::read);
  }

  static SseClient open(ContractServer server, String token, String query, String... headers) {
    HttpClient client = HttpClient.newHttpClient();
    try {
      return new SseClient(
          client,
          client.send(
              server
                  .request("/api/v1/stream" + query, headers)
                  .header("Authorization", "Bearer " + token)
                  .header("Accept", "text/event-stream")
                  .GET()
                  .build(),
              BodyHandlers.ofInputStream()));
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  HttpResponse<?> response() {
    return response;
  }

  /** The next event, which must come soon. */
  Event next() {
    try {
      Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("no event came within " + PATIENCE);
      }
      return event;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  List<Event> next(int count) {
    List<Event> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(next());
    }
    return all;
  }

  /** The last id that arrived, with an event or without. */
  String lastId() {
    return lastId;
  }

  int comments() {
    return comments.get();
  }

  @Nullable String retry() {
    return retry;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String kind = "message";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            events.add(new Event(lastId, kind, data.toString()));
          }
          kind = "message";
          data.setLength(0);
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.startsWith("retry: ")) {
          retry = line.substring(7);
        } else {
          throw new IllegalStateException("no line of an event: " + line);
        }
      }
    } catch (IOException closed) {
      // told below
    } finally {
      events.add(CLOSED);
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException closed) {
      // it is what was wanted
    }
    client.shutdownNow();
  }
}
