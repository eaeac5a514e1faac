package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a token, and which one is forgotten. */
class LogoutTest {
  @TempDir private Path home;

  private Shell shell(FakeServer server) throws ContextFile.FaultException {
    String address = server.shell().environment().getOrDefault("VM_SERVER", "");
    new ContextFile(file())
        .write(
            new Contexts("one", List.of())
                .with(new Context("one", address, "acme", "ann", "kept", "", 0, "", "")));
    return Shell.in(home);
  }

  private Path file() {
    return home.resolve(".vmctl/config");
  }

  @Test
  void forgetsATokenOfTheContextThatTheServerDoesNotTakeAnyMore()
      throws IOException, ContextFile.FaultException {
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(40104, ""))) {
      Result result = shell(server).run("logout");

      assertThat(result.exitCode()).isZero();
      assertThat(result.err()).startsWith("Signed out");
      assertThat(Files.readString(file())).doesNotContain("kept");
    }
  }

  @Test
  void saysThatAnotherTokenWasNotTaken() throws IOException, ContextFile.FaultException {
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(40101, ""))) {
      Result result = shell(server).with("VM_TOKEN", "misspelt").run("logout");

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(Files.readString(file())).contains("kept");
    }
  }

  @Test
  void saysNotThatSomebodyIsSignedOutWhoIsNot() throws IOException, ContextFile.FaultException {
    try (FakeServer server = new FakeServer((_, _) -> Reply.ok("null"))) {
      Result result = shell(server).run("logout", "--token", "other");

      assertThat(result.exitCode()).isZero();
      assertThat(result.err()).startsWith("The token that was given").doesNotContain("Signed out");
      assertThat(Files.readString(file())).contains("kept");
    }
  }

  @Test
  void signsOutOfTheContextThatIsNamedWhateverTheVariableSays()
      throws IOException, ContextFile.FaultException {
    try (FakeServer server = new FakeServer((_, _) -> Reply.ok("null"))) {
      Result result = shell(server).with("VM_TOKEN", "other").run("logout", "--context", "one");

      assertThat(result.exitCode()).isZero();
      assertThat(Files.readString(file())).doesNotContain("kept");
    }
  }
}
