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
import java.util.concurrent.TimeUnit;
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
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

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
    CompletableFuture<LineEnd> ended = new CompletableFuture<>();
    session.trace().note("web socket " + link);
    try {
      WebSocket socket =
          session
              .client()
              .newWebSocketBuilder()
              .subprotocols("binary")
              .header("Accept-Language", session.language().tag())
              .connectTimeout(PATIENCE)
              .buildAsync(link, new Reader(sink, ended))
              .join();
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

  /** Send bytes to the machine, and return when they are on their way. */
  void send(ByteBuffer bytes) throws IOException {
    try {
      socket.sendBinary(bytes, true).join();
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

    Reader(Sink sink, CompletableFuture<LineEnd> ended) {
      this.sink = sink;
      this.ended = ended;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
      try {
        sink.take(bytes);
        socket.request(1);
      } catch (IOException gone) {
        ended.complete(new LineEnd(LineEnd.NORMAL, ""));
        socket.abort();
      }
      return null;
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
