package io.vmgate.bootstrap;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody on a console, who waits for the end. */
final class ConsoleClient implements WebSocket.Listener, AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  private ConsoleClient() {}

  /** Open the link. */
  static ConsoleClient open(String link) {
    ConsoleClient client = new ConsoleClient();
    client
        .http
        .newWebSocketBuilder()
        .connectTimeout(Duration.ofSeconds(20))
        .buildAsync(URI.create(link), client)
        .join();
    return client;
  }

  /** Try to open the link; answers the HTTP status of the refusal. */
  static int refusal(String link) {
    try (ConsoleClient client = open(link)) {
      throw new AssertionError("let in: " + client);
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  /** Wait for the end; answers the close code, 1006 when there was none. */
  int closeCode(Duration patience) throws Exception {
    return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable cut) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
