package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(OnPlatform.class)
@ResourceLock("payments")
class ServicesTest {
  private static final String MACHINE = "payments/ledger";

  @Test
  void publishesAPortThatCanBeOpenedAndTakesItAway(TestPlatform platform) throws IOException {
    Shell shell = platform.signedIn("operator");

    Result made =
        shell.run(
            "service",
            "create",
            MACHINE,
            "-p",
            "8080:80=http",
            "--name",
            "books",
            "--wait",
            "--expires",
            "1h",
            "-o",
            "name");
    Result listed = shell.run("service", "list", MACHINE, "-o", "wide");
    Result opened = shell.run("service", "open", MACHINE, "books", "--print");
    Result probed = shell.run("service", "probe", MACHINE, "books", "-o", "json");

    assertThat(made.out()).as(made.err()).isEqualTo("books\n");
    assertThat(listed.out()).containsPattern("books +NodePort +\\S+ +8080:80:\\d+/TCP +running");
    assertThat(opened.out()).matches("http://\\S+:\\d+\n");
    assertThat(page(opened.out().strip())).contains("ledger");
    assertThat(probed.out()).contains("\"target\" : \"address\"");
    assertThat(shell.run("service", "create", MACHINE, "-p", "8080", "--name", "books"))
        .returns(ExitCode.CONFLICT.number(), Result::exitCode);
    assertThat(shell.run("service", "delete", MACHINE, "books").out()).isEqualTo("books\n");
    assertThat(shell.run("service", "list", MACHINE, "-o", "name").out()).doesNotContain("books");
  }

  @Test
  void saysWhyAServiceDoesNotRun(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");
    String stopped = "shop-staging/loadtest";

    Result made =
        shell.run(
            "service", "create", stopped, "-p", "80", "--name", "idle", "--wait", "--timeout", "0");

    assertThat(made.exitCode()).isEqualTo(ExitCode.TIMED_OUT.number());
    assertThat(made.err()).contains("idle is stopped");
    assertThat(shell.run("service", "probe", stopped).exitCode())
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(shell.run("service", "delete", stopped, "idle").exitCode()).isZero();
  }

  @Test
  void mayNotPublishWhatTheRoleDoesNotAllow(TestPlatform platform) {
    Result result =
        platform.signedIn("viewer").run("service", "create", "shop/cirros-8", "-p", "80");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FORBIDDEN.number());
  }

  private static String page(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
