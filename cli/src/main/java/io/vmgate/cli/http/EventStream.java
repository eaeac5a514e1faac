package io.vmgate.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Server-Sent Events, as WHATWG HTML section 9.2 says; whoever opens it closes it. */
public final class EventStream implements AutoCloseable {
  private final InputStream bytes;
  private final BufferedReader lines;
  private String lastId;

  private EventStream(InputStream bytes, String lastId) {
    this.bytes = bytes;
    this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    this.lastId = lastId;
  }

  /** Something that happened. */
  public record Event(String name, JsonNode data) {}

  /** Listen from where an earlier stream ended; empty listens from now on. */
  public static EventStream open(Api api, Query query, String lastId) {
    return new EventStream(api.stream("/stream", query, lastId), lastId);
  }

  /** Wait for the next event; null when the stream has ended or broke. */
  public @Nullable Event next() {
    String name = "message";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            return new Event(name, Api.json().readTree(data.toString()));
          }
          name = "message";
          continue;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (field) {
          case "event" -> name = value;
          case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
          case "id" -> lastId = value;
          default -> {
            // A comment, or a field that says nothing to us.
          }
        }
      }
      return null;
    } catch (IOException broken) {
      return null;
    }
  }

  /** What to go on from. */
  public String lastId() {
    return lastId;
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException closed) {
      // It was to end anyway.
    }
  }
}
