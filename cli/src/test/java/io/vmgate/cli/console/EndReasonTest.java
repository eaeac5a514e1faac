package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer;
import io.vmgate.cli.FakeServer.Reply;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The server's word on how a line ended comes late, and stands beside that of other lines. */
class EndReasonTest {
  private static final CountDownLatch STAYS = new CountDownLatch(1);

  private static Reply status(String live, String ended, String protocol, String reason) {
    String sessions =
        live.isEmpty() ? "" : "{\"sessionId\":\"" + live + "\",\"protocol\":\"serial\"}";
    return Reply.ok(
        """
        {"extra":{"sessions":[%s],
        "lastEnded":{"sessionId":"%s","protocol":"%s","reason":"%s"}}}\
        """
            .formatted(sessions, ended, protocol, reason));
  }

  private static EndReason reason(FakeServer server) {
    return new EndReason(server.session(), "vm", "serial");
  }

  @Test
  void waitsUntilTheEndOfThisLineIsWrittenDown() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (_, number) ->
                number < 4
                    ? status("ours", "before", "serial", "TAKEN_OVER")
                    : status("", "ours", "serial", "MACHINE_MOVED"))) {
      EndReason reason = reason(server);
      reason.learn();

      assertThat(reason.ask(STAYS)).isEqualTo("MACHINE_MOVED");
    }
  }

  @Test
  void waitsWithoutKnowingWhichSessionItIs() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (_, number) ->
                number < 3
                    ? status("ours", "before", "serial", "DISCONNECTED")
                    : status("", "ours", "serial", "LINE_LOST"))) {
      assertThat(reason(server).ask(STAYS)).isEqualTo("LINE_LOST");
    }
  }

  @Test
  void takesNoWordOnAnotherConsole() throws IOException {
    try (FakeServer server =
        new FakeServer((_, _) -> status("", "screen", "vnc", "DISCONNECTED"))) {
      assertThat(reason(server).ask(STAYS)).isEmpty();
      assertThat(server.calls()).hasSize(5);
    }
  }

  @Test
  void takesNoWordOnASessionThatIsNotThisOne() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (_, number) ->
                number == 1
                    ? status("ours", "", "", "")
                    : status("", "another", "serial", "TAKEN_OVER"))) {
      EndReason reason = reason(server);
      reason.learn();

      assertThat(reason.ask(STAYS)).isEmpty();
    }
  }

  @Test
  void asksNoMoreWhenThePersonHasLeft() throws IOException {
    try (FakeServer server = new FakeServer((_, _) -> status("ours", "", "", ""))) {
      assertThat(reason(server).ask(new CountDownLatch(0))).isEmpty();
      assertThat(server.calls()).hasSize(1);
    }
  }
}
