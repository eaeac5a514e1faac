package io.vmgate.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Server-Sent Events, as WHATWG HTML section 9.2 says; whoever opens it closes it. */
public final class EventStream implements AutoCloseable {
  /** The server says something every 15 s, if only that it is there. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(50);

  private final InputStream bytes;
  private final BufferedReader lines;
  private final Thread listener;
  private volatile long heard = System.nanoTime();
  private String lastId;

  /** Read these bytes; what is silent for longer is taken for broken. */
  EventStream(InputStream bytes, String lastId, Duration longestSilence) {
    this.bytes = bytes;
    this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    this.lastId = lastId;
    this.listener = Thread.ofVirtual().start(() -> endSilence(longestSilence));
  }

  /** Something that happened. */
  public record Event(String name, JsonNode data) {}

  /** Listen from where an earlier stream ended; empty listens from now on. */
  public static EventStream open(Api api, Query query, String lastId) {
    return new EventStream(api.stream("/stream", query, lastId), lastId, LONGEST_SILENCE);
  }

  /** Wait for the next event; null when the stream has ended or broke. */
  public @Nullable Event next() {
    String name = "message";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard = System.nanoTime();
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

  /** A connection that died without a word would be waited at for ever. */
  private void endSilence(Duration longest) {
    try {
      Duration left = longest;
      while (left.isPositive()) {
        Thread.sleep(left);
        left = longest.minusNanos(System.nanoTime() - heard);
      }
      bytes.close();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException broken) {
      // It was to end anyway.
    }
  }

  /** What to go on from. */
  public String lastId() {
    return lastId;
  }

  @Override
  public void close() {
    listener.interrupt();
    try {
      bytes.close();
    } catch (IOException closed) {
      // It was to end anyway.
    }
  }
}
