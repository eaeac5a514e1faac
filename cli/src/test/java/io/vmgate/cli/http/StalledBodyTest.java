package io.vmgate.cli.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that begins an answer and never ends it. */
@Timeout(60)
class StalledBodyTest {
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private Api answering(String text, HttpClient client) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Socket socket = server.accept();
                open.add(socket);
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException closed) {
                // The test is over.
              }
            });
    return new Api(
        client,
        "http://127.0.0.1:" + server.getLocalPort(),
        Tokens.only(null),
        "en",
        new Trace(null),
        Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
  void waitsNoLongerThanForTheWholeAnswer(String text) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Api api = answering(text, client);

      assertThatThrownBy(() -> api.get("/vms", new Query()))
          .isInstanceOf(UnreachableException.class)
          .hasMessageEndingWith("timeout");
      client.shutdownNow();
    }
  }

  @Test
  void waitsNoLongerForAStreamOrForItsRefusal() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Api api = answering("HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\n{", client);

      assertThatThrownBy(() -> api.stream("/stream", new Query(), ""))
          .isInstanceOf(UnreachableException.class);
      client.shutdownNow();
    }
  }
}
