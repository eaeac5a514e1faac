package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPlatform.class)
class SignInTest {
  @Test
  void keepsATokenAndForgetsIt(TestPlatform platform) throws IOException {
    Shell shell = platform.freshlySignedIn("viewer");
    String token = token(shell);

    assertThat(shell.run("whoami", "-o", "name").out()).isEqualTo("viewer\n");
    assertThat(shell.run("logout").exitCode()).isZero();
    assertThat(Files.readString(shell.home().resolve(".vmctl/config"))).doesNotContain(token);
    assertThat(shell.run("list").exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    // Not only forgotten: worthless.
    Result withdrawn = shell.run("list", "--token", token);
    assertThat(withdrawn.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    assertThat(withdrawn.err()).startsWith("vm: 40104 ").contains("(request ");
  }

  @Test
  void asksAPersonForThePassword(TestPlatform platform) {
    Shell shell = platform.freshShell().onTerminal().typing(platform.password("acme", "viewer"));

    Result result = shell.run("login", "--server", platform.url(), "-t", "acme", "-u", "viewer");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("Signed in as viewer of acme");
  }

  @Test
  void keepsATokenThatSomebodyElseGot(TestPlatform platform) throws IOException {
    String token = token(platform.freshlySignedIn("viewer"));
    Shell shell = platform.freshShell();

    assertThat(shell.run("login", "--server", platform.url(), "--token", token, "--context", "ci"))
        .returns(0, Result::exitCode);

    assertThat(shell.run("whoami", "-o", "name").out()).isEqualTo("viewer\n");
    assertThat(shell.run("context", "-o", "name").out()).isEqualTo("ci\n");
  }

  @Test
  void worksFromVariablesAloneForScripts(TestPlatform platform) throws IOException {
    String token = token(platform.freshlySignedIn("viewer"));
    Shell shell = platform.freshShell().with("VM_SERVER", platform.url()).with("VM_TOKEN", token);

    assertThat(shell.run("whoami", "-o", "name").out()).isEqualTo("viewer\n");
    assertThat(shell.home().resolve(".vmctl")).doesNotExist();
  }

  @Test
  void showsTheExchangeWithoutSecrets(TestPlatform platform) {
    Shell shell = platform.freshShell();
    String password = platform.password("acme", "viewer");

    Result result =
        shell
            .typing(password)
            .run(
                "login",
                "--debug",
                "--server",
                platform.url(),
                "-t",
                "acme",
                "-u",
                "viewer",
                "--password-stdin");

    assertThat(result.err())
        .contains("> POST " + platform.url() + "/api/v1/auth/login")
        .contains("< 200")
        .contains("\"password\":\"***\"")
        .contains("> Authorization: ***")
        .doesNotContain(password)
        .doesNotContain(token(shell));
  }

  @Test
  void saysThatNobodyAnswers() {
    Shell shell =
        Shell.in(java.nio.file.Path.of("target"))
            .with("VM_SERVER", "http://127.0.0.1:1")
            .with("VM_TOKEN", "any");

    Result result = shell.run("list");

    assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(result.err()).startsWith("vm: no answer from http://127.0.0.1:1: ");
  }

  private static String token(Shell shell) {
    try {
      return Files.readString(shell.home().resolve(".vmctl/config"))
          .lines()
          .filter(line -> line.strip().startsWith("token: "))
          .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
          .findFirst()
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
