package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.terminal.Surroundings;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output that takes nothing. */
class FullDiskTest {
  private static final class Full extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("no space left");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text", "name"})
  void isNoResult(String format) throws IOException {
    try (FakeServer server =
        new FakeServer(
            (_, _) ->
                Reply.ok("{\"total\":1,\"pages\":1,\"list\":[{\"id\":\"i\",\"name\":\"m\"}]}"))) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Surroundings whole = server.shell().surroundings(new ByteArrayOutputStream(), err);
      Surroundings full =
          new Surroundings(
              whole.environment(),
              whole.home(),
              whole.in(),
              new PrintStream(new BufferedOutputStream(new Full()), false, StandardCharsets.UTF_8),
              whole.err(),
              false,
              false,
              whole.secretReader());

      int exitCode = new Program(full).run("list", "-o", format);

      assertThat(exitCode).isEqualTo(ExitCode.USAGE.number());
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo("vm: standard output cannot be written\n");
    }
  }
}
