package io.vmgate.cli.console;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An open console: the web socket that a link leads to, as bytes each way.
 *
 * <p>The next bytes are asked for when the last were taken, so that whoever is slow sets the pace.
 */
final class Line implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** The server pings every 20 s. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private final WebSocket socket;
  private final CompletableFuture<LineEnd> ended;

  private Line(WebSocket socket, CompletableFuture<LineEnd> ended) {
    this.socket = socket;
    this.ended = ended;
  }

  /** Takes what the machine sends; may take its time. */
  interface Sink {
    void take(ByteBuffer bytes) throws IOException;
  }

  /**
   * Open a link.
   *
   * @throws LineRefusedException when the platform does not let it in
   * @throws IOException when it cannot be reached
   */
  static Line open(Session session, URI link, Sink sink) throws LineRefusedException, IOException {
    return open(session, link, sink, LONGEST_SILENCE);
  }

  /** The same; what is silent for longer than this is taken for broken. */
  static Line open(Session session, URI link, Sink sink, Duration longestSilence)
      throws LineRefusedException, IOException {
    CompletableFuture<LineEnd> ended = new CompletableFuture<>();
    Reader reader = new Reader(sink, ended);
    session.trace().note("web socket " + link);
    try {
      WebSocket socket =
          session
              .client()
              .newWebSocketBuilder()
              .subprotocols("binary")
              .header("Accept-Language", session.language().tag())
              .connectTimeout(PATIENCE)
              .buildAsync(link, reader)
              .join();
      Thread.ofVirtual().start(() -> reader.endSilence(socket, longestSilence));
      return new Line(socket, ended);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof WebSocketHandshakeException refused) {
        throw refusal(refused.getResponse());
      }
      throw new IOException(String.valueOf(failed.getCause()), failed);
    }
  }

  private static LineRefusedException refusal(HttpResponse<?> response) {
    int status = response.statusCode();
    try {
      JsonNode envelope = Api.json().readTree(String.valueOf(response.body()));
      return new LineRefusedException(
          envelope.path("code").asInt(status * 100),
          envelope.path("message").asString("HTTP " + status));
    } catch (JacksonException noEnvelope) {
      return new LineRefusedException(status * 100, "HTTP " + status);
    }
  }

  /** Send bytes to the machine, and return when they are on their way, or the line has ended. */
  void send(ByteBuffer bytes) throws IOException {
    CompletableFuture<WebSocket> sent = socket.sendBinary(bytes, true);
    try {
      CompletableFuture.anyOf(sent, ended).join();
      if (!sent.isDone()) {
        throw new IOException("the line has ended");
      }
    } catch (CompletionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed);
    }
  }

  /** Completes when the line has ended, never with a failure. */
  CompletableFuture<LineEnd> ended() {
    return ended;
  }

  /** Leave; closing twice does nothing. */
  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket
          .sendClose(LineEnd.NORMAL, "")
          .orTimeout(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
          .handle((_, _) -> ended.complete(new LineEnd(LineEnd.NORMAL, "")))
          .join();
    }
    ended.complete(new LineEnd(LineEnd.NORMAL, ""));
    socket.abort();
  }

  private static final class Reader implements WebSocket.Listener {
    private final Sink sink;
    private final CompletableFuture<LineEnd> ended;
    private volatile long heard = System.nanoTime();
    private volatile boolean taking;

    Reader(Sink sink, CompletableFuture<LineEnd> ended) {
      this.sink = sink;
      this.ended = ended;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
      taking = true;
      try {
        sink.take(bytes);
        socket.request(1);
      } catch (IOException gone) {
        ended.complete(new LineEnd(LineEnd.NORMAL, ""));
        socket.abort();
      } finally {
        heard = System.nanoTime();
        taking = false;
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer bytes) {
      heard = System.nanoTime();
      return WebSocket.Listener.super.onPing(socket, bytes);
    }

    /** A wire that died without a word would be waited at for ever; who is slow here is not. */
    void endSilence(WebSocket socket, Duration longest) {
      for (Duration left = longest; left.isPositive(); ) {
        try {
          ended.get(left.toMillis() + 1, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException silent) {
          left = taking ? longest : longest.minusNanos(System.nanoTime() - heard);
        } catch (InterruptedException | ExecutionException never) {
          return;
        }
      }
      ended.complete(LineEnd.broken("silence"));
      socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String words) {
      ended.complete(new LineEnd(code, words));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failed) {
      ended.complete(LineEnd.broken(String.valueOf(failed.getMessage())));
    }
  }
}
