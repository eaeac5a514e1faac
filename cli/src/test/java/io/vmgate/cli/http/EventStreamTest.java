package io.vmgate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.http.EventStream.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventStreamTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void readsEventsAndWhereToGoOnFrom() {
    String text =
        """
        retry: 1000

        id: 1
        event: vm
        data: {"name":
        data: "网站"}

        : a comment
        id: 2

        event:ready
        data:{}

        """;
    try (EventStream stream = stream(text)) {
      Event first = Objects.requireNonNull(stream.next());
      assertThat(first.name()).isEqualTo("vm");
      assertThat(first.data().path("name").asString()).isEqualTo("网站");
      assertThat(stream.lastId()).isEqualTo("1");
      assertThat(Objects.requireNonNull(stream.next()).name()).isEqualTo("ready");
      assertThat(stream.lastId()).isEqualTo("2");
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  @Timeout(20)
  void takesLongSilenceForTheEnd() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket silent = server.accept();
        EventStream stream =
            new EventStream(client.getInputStream(), "7", Duration.ofMillis(100))) {
      assertThat(stream.next()).isNull();
      assertThat(stream.lastId()).isEqualTo("7");
      assertThat(silent.isClosed()).isFalse();
    }
  }

  private static EventStream stream(String text) {
    return new EventStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "", LONG);
  }
}
