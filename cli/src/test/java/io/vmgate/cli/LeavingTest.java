package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Machines that are in a watched list no more. */
class LeavingTest {
  private static final String VM =
      "{\"id\":\"%s\",\"name\":\"%s\",\"namespace\":\"n\",\"status\":\"%s\"}";

  @Test
  void tellsWhatIsGoneFromWhatTheFilterLeavesOut() throws IOException {
    AtomicInteger lists = new AtomicInteger();
    AtomicInteger streams = new AtomicInteger();
    String both = VM.formatted("a", "a", "running") + "," + VM.formatted("b", "b", "running");
    try (FakeServer server =
        new FakeServer(
            (call, _) -> {
              String path = call.line().replace("GET /api/v1", "");
              if (path.startsWith("/stream")) {
                return streams.getAndIncrement() == 0
                    ? new Reply(200, "event: ready\ndata: {}\n\nevent: vm\ndata: {}\n\n", "")
                    : Reply.error(40104, "");
              }
              return switch (path) {
                case "/vms/a" ->
                    Reply.ok("{\"basicInfo\":" + VM.formatted("a", "a", "stopped") + "}");
                case "/vms/b" -> Reply.error(40401, "");
                default ->
                    Reply.ok(
                        "{\"total\":2,\"pages\":1,\"list\":["
                            + (lists.getAndIncrement() == 0 ? both : "")
                            + "]}");
              };
            })) {
      Result result = server.shell().run("list", "--watch", "--status", "running", "-o", "json");

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(result.out().lines().skip(2))
          .containsExactly(
              VM.formatted("a", "a", "stopped"),
              VM.formatted("b", "b", "gone").replace("}", ",\"extra\":{\"deleted\":true}}"));
    }
  }
}
