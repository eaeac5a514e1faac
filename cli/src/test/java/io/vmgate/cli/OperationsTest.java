package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operations on machines that no other test looks at. */
@ExtendWith(OnPlatform.class)
@ResourceLock("shop/app-4")
@ResourceLock("payments")
class OperationsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void stopsAndStartsAMachineAndWaits(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");

    Result stopped = shell.run("stop", "shop/app-4", "--force");
    Result started =
        shell.run(
            "start", "app-4", "--wait-for", "status=running", "--timeout", "2m", "-o", "json");

    assertThat(stopped.out().lines().toList().get(1)).matches("shop/app-4 +stop +success +stopped");
    JsonNode tasks = JSON.readTree(started.out());
    assertThat(tasks.path(0).path("status").asString()).isEqualTo("success");
    assertThat(tasks.path(0).path("extra").path("action").asString()).isEqualTo("start");
    assertThat(shell.run("list", "--name", "app-4", "-o", "json").out())
        .contains("\"status\" : \"running\"");
    assertThat(shell.run("events", "app-4", "--type", "start").out())
        .containsPattern("start +success +operator");
  }

  @Test
  void pausesSeveralAtOnceAndReportsEach(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");

    Result paused = shell.run("pause", "payments/ledger", "payments/gateway-b");

    // The second one is paused already.
    assertThat(paused.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(paused.out())
        .containsPattern("payments/ledger +pause +success")
        .containsPattern("payments/gateway-b +pause +failed +\\S+");
    assertThat(shell.run("unpause", "payments/ledger").exitCode()).isZero();
  }

  @Test
  void showsAPersonHowFarItIs(TestPlatform platform) {
    Shell shell = platform.signedIn("operator").onTerminal();

    Result result = shell.run("restart", "payments/gateway-a", "--force");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("gateway-a restart ").contains("[").contains(" %");
    assertThat(result.out()).contains("\u001b[32msuccess");
    Shell plainly = shell.with("NO_COLOR", "1").with("TERM", "dumb");
    Result plain = plainly.run("pause", "payments/gateway-a");
    assertThat(plainly.run("unpause", "payments/gateway-a").exitCode()).isZero();
    assertThat(plain.err()).isEmpty();
    assertThat(plain.out()).doesNotContain("\u001b");
  }

  @Test
  void namesTheTaskInsteadOfWaiting(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");

    Result begun = shell.run("stop", "shop/win-9", "--no-wait", "--force");
    String task = begun.out().strip();
    Result waited = shell.run("task", "wait", task);
    Result late = shell.run("task", "cancel", task);

    assertThat(task).matches("[0-9a-f-]{36}");
    assertThat(waited.exitCode()).isZero();
    assertThat(waited.out()).containsPattern("shop/win-9 +stop +success");
    assertThat(shell.run("task", "show", task).out()).contains(task);
    assertThat(shell.run("task", "list", "--vm", "win-9", "-o", "name").out()).contains(task);
    assertThat(late.exitCode()).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(late.err()).startsWith("vm: 40903 ");
  }

  @Test
  void doesOnceWhatIsSaidTwiceWithAKey(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");
    String[] command = {
      "restart", "payments/ledger", "--no-wait", "--force", "--idempotency-key", "monday-1"
    };

    String first = shell.run(command).out();
    String second = shell.run(command).out();
    Result other = shell.run("stop", "payments/ledger", "--idempotency-key", "monday-1");

    assertThat(first).isNotEmpty().isEqualTo(second);
    assertThat(other.err()).startsWith("vm: 40904 ");
    assertThat(shell.run("task", "wait", first.strip()).exitCode()).isZero();
  }

  @Test
  void saysWhenTheTimeIsUpAndWhatGoesOn(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");

    Result result = shell.run("start", "shop/mail-relay", "--timeout", "0s");

    assertThat(result.exitCode()).isEqualTo(ExitCode.TIMED_OUT.number());
    String task = result.err().lines().toList().get(1).strip();
    assertThat(shell.run("task", "wait", task, "--timeout", "2m").exitCode()).isZero();
  }

  @Test
  void triesNothingWhenOneNameIsWrong(TestPlatform platform) {
    Shell shell = platform.signedIn("operator");

    Result result = shell.run("stop", "shop/cirros-8", "shop/no-such-machine");

    assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(shell.run("task", "list", "--vm", "shop/cirros-8", "-o", "name").out()).isEmpty();
  }

  @Test
  void mayNotDoWhatTheRoleDoesNotAllow(TestPlatform platform) {
    Result result = platform.signedIn("viewer").run("stop", "shop/cirros-8");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FORBIDDEN.number());
    assertThat(result.err()).startsWith("vm: 40301 ");
  }
}
