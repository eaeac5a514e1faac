package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Installed;
import io.vmgate.cli.OnPlatform;
import io.vmgate.cli.Shell;
import io.vmgate.cli.TestPlatform;
import io.vmgate.cli.VmProcess;
import io.vmgate.cli.Wire;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The serial line in a real terminal. */
@ExtendWith(OnPlatform.class)
@ResourceLock("shop/app-4")
@ResourceLock("payments")
class SerialConsoleTest {
  private static final String LEAVE = "\u001d";
  private static final String INTERRUPT = "\u0003";

  @BeforeAll
  static void needsATerminal() {
    Installed.assume("script", "bsdutils");
  }

  @Test
  void passesEveryKeyAndLeavesTheTerminalAsItWas(TestPlatform platform)
      throws IOException, InterruptedException {
    try (VmProcess vm =
        VmProcess.inTerminal(platform.signedIn("operator"), "console", "shop/no-such-machine")) {
      vm.await("no machine is called");
      assertThat(vm.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    }
    try (VmProcess vm =
        VmProcess.inTerminal(platform.signedIn("operator"), "console", "shop-staging/web-1")) {
      vm.await("Connected to shop-staging/web-1. Ctrl-] leaves");
      vm.await("stty rows 30 cols 100");
      vm.type("\r");
      vm.await("login: ");
      vm.type("root\r");
      vm.await(":~$ ");
      vm.type("nonsense");
      vm.await("nonsense");
      vm.type(INTERRUPT);
      vm.await("^C");
      vm.await(":~$ ", 2);
      vm.type(LEAVE);
      vm.await("Left shop-staging/web-1.");

      assertThat(vm.exitCode()).isZero();
      assertThat(vm.shown()).contains(" icanon ").contains(" echo ").doesNotContain("-opost");
    }
  }

  @Test
  void connectsAgainWhenTheLineBreaks(TestPlatform platform)
      throws IOException, InterruptedException {
    try (Wire wire = new Wire(platform.url());
        VmProcess vm = VmProcess.inTerminal(over(wire, platform), "console", "payments/ledger")) {
      vm.await("Connected to payments/ledger.");
      wire.cut();
      vm.await("The line broke");
      vm.await("Connected to payments/ledger again.");
      vm.type("\r");
      vm.await("login: ");
      vm.type(LEAVE);

      assertThat(vm.exitCode()).isZero();
    }
  }

  private static Shell over(Wire wire, TestPlatform platform) {
    Shell shell = platform.freshShell();
    shell
        .typing(platform.password("acme", "operator"))
        .run("login", "--server", wire.url(), "-t", "acme", "-u", "operator", "--password-stdin");
    return shell;
  }

  @Test
  void goesOnWhenTheMachineRunsAgain(TestPlatform platform)
      throws IOException, InterruptedException {
    Shell operator = platform.signedIn("operator");
    try (VmProcess vm = VmProcess.inTerminal(operator, "console", "shop/app-4")) {
      vm.await("Connected to shop/app-4.");
      assertThat(operator.run("stop", "shop/app-4", "--force").exitCode()).isZero();
      vm.await("waiting until it runs again");
      assertThat(operator.run("start", "shop/app-4").exitCode()).isZero();
      vm.await("Connected to shop/app-4 again.");
      vm.type(LEAVE);

      assertThat(vm.exitCode()).isZero();
    }
  }

  @Test
  void saysWhoIsThereAndGivesWayToWhoTakesOver(TestPlatform platform)
      throws IOException, InterruptedException {
    String machine = "payments/gateway-a";
    try (VmProcess holder =
        VmProcess.inTerminal(platform.signedIn("operator"), "console", machine)) {
      holder.await("Connected to " + machine);
      try (VmProcess second =
          VmProcess.inTerminal(platform.signedIn("admin"), "console", machine)) {
        second.await("vm: 40906 ");
        assertThat(second.exitCode()).isEqualTo(ExitCode.CONFLICT.number());
        assertThat(second.shown()).contains("operator");
      }
      try (VmProcess third =
          VmProcess.inTerminal(platform.signedIn("admin"), "console", machine, "--takeover")) {
        third.await("Connected to " + machine);
        holder.await("admin");
        assertThat(holder.exitCode()).isEqualTo(ExitCode.CONFLICT.number());
        third.type(LEAVE);
        assertThat(third.exitCode()).isZero();
      }
    }
  }
}
