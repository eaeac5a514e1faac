package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What goes on until it is ended. */
@ExtendWith(OnPlatform.class)
@ResourceLock("payments")
class WatchTest {
  private static final String MACHINE = "payments/gateway-a";

  @Test
  void showsMachinesAsTheyChange(TestPlatform platform) throws IOException, InterruptedException {
    Shell shell = platform.signedIn("operator");
    try (VmProcess vm =
        VmProcess.start(
            shell, Map.of(), "list", "--watch", "--namespace", "payments", "--name", "gateway-a")) {
      vm.await("NAMESPACE");
      vm.await("running");
      assertThat(shell.run("pause", MACHINE).exitCode()).isZero();
      vm.await("paused");
      assertThat(shell.run("unpause", MACHINE).exitCode()).isZero();
      vm.await("running", 2);

      assertThat(vm.shown()).containsOnlyOnce("NAMESPACE").doesNotContain("ledger");
    }
  }

  @Test
  void showsEventsAsTheyHappen(TestPlatform platform) throws IOException, InterruptedException {
    Shell shell = platform.signedIn("operator");
    try (VmProcess vm =
        VmProcess.start(
            shell, Map.of(), "events", "--follow", MACHINE, "--type", "unpause", "-o", "json")) {
      assertThat(shell.run("pause", MACHINE).exitCode()).isZero();
      assertThat(shell.run("unpause", MACHINE).exitCode()).isZero();
      vm.await("\"eventType\":\"unpause\"");
      vm.await("\"status\":\"success\"");

      assertThat(vm.shown().lines()).allMatch(line -> line.startsWith("{"));
    }
  }

  @Test
  void goesOnOverABrokenConnection(TestPlatform platform) throws IOException, InterruptedException {
    Shell operator = platform.signedIn("operator");
    Shell shell = platform.freshShell();
    try (Wire wire = new Wire(platform.url())) {
      shell
          .typing(platform.password("acme", "operator"))
          .run("login", "--server", wire.url(), "-t", "acme", "-u", "operator", "--password-stdin");
      try (VmProcess vm =
          VmProcess.start(shell, Map.of(), "list", "--watch", "--name", "gateway-a")) {
        vm.await("gateway-a");
        wire.cut();
        assertThat(operator.run("pause", MACHINE).exitCode()).isZero();
        vm.await("paused");
        assertThat(operator.run("unpause", MACHINE).exitCode()).isZero();
        vm.await("running", 2);
      }
    }
  }

  @Test
  void endsWithTheToken(TestPlatform platform) throws IOException, InterruptedException {
    Shell shell = platform.freshlySignedIn("viewer");
    try (VmProcess vm =
        VmProcess.start(shell, Map.of(), "list", "--watch", "--name", "gateway-a")) {
      vm.await("gateway-a");
      assertThat(shell.run("logout").exitCode()).isZero();

      assertThat(vm.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    }
  }
}
