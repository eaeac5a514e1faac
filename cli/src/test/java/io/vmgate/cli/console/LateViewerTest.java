package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer;
import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers that come when the link that was made for them is of no use any more. */
class LateViewerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getAnotherLink(boolean sharesLinks) throws IOException {
    AtomicInteger links = new AtomicInteger();
    try (DumbWire wire = new DumbWire();
        FakeServer old = new FakeServer((_, _) -> Reply.error(40105, ""));
        FakeServer server =
            new FakeServer(
                (_, _) ->
                    Reply.ok(
                        "{\"consoleUrl\":\""
                            + (links.getAndIncrement() == 0 ? webSocket(old) : wire.link())
                            + "\"}"))) {
      Session session = server.session();
      ConsoleLinks prepared = new ConsoleLinks(session, "vm", "vnc", false, false);
      prepared.prepare();
      try (LocalListener listener = LocalListener.on(0, session)) {
        ViewerRelay relay = new ViewerRelay(session, prepared, listener, sharesLinks);
        Thread.ofVirtual().start(() -> listener.serve(relay::relay));
        try (Socket viewer = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          Awaitility.await().atMost(PATIENCE).until(relay::hasServed);

          assertThat(viewer.isConnected()).isTrue();
          assertThat(links).hasValue(2);
        }
      }
    }
  }

  @Test
  void areToldWhenThatIsOfNoUseEither() throws IOException {
    try (FakeServer old = new FakeServer((_, _) -> Reply.error(40105, ""));
        FakeServer server =
            new FakeServer((_, _) -> Reply.ok("{\"consoleUrl\":\"" + webSocket(old) + "\"}"))) {
      Session session = server.session();
      ConsoleLinks prepared = new ConsoleLinks(session, "vm", "vnc", false, false);
      prepared.prepare();
      try (LocalListener listener = LocalListener.on(0, session)) {
        ViewerRelay relay = new ViewerRelay(session, prepared, listener, false);
        Thread.ofVirtual().start(() -> listener.serve(relay::relay));
        try (Socket viewer = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          viewer.setSoTimeout((int) PATIENCE.toMillis());

          assertThat(viewer.getInputStream().read()).isEqualTo(-1);
          assertThat(server.calls()).hasSize(2);
        }
      }
    }
  }

  private static String webSocket(FakeServer server) {
    return server.session().connection().server().replace("http:", "ws:") + "/ws";
  }
}
