package io.vmgate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Installed;
import io.vmgate.cli.OnPlatform;
import io.vmgate.cli.Shell;
import io.vmgate.cli.TestPlatform;
import io.vmgate.cli.VmProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Screens in viewers that people have. */
@ExtendWith(OnPlatform.class)
@ResourceLock("payments")
class ViewerTest {
  private static final Pattern PORT = Pattern.compile("\"port\":(\\d+)}");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void givesEveryConnectionALinkOfItsOwn(TestPlatform platform)
      throws IOException, InterruptedException {
    try (VmProcess vm =
        VmProcess.start(
            platform.signedIn("operator"), Map.of(), "vnc", "payments/ledger", "--listen-only")) {
      vm.await("\"protocol\":\"vnc\",\"host\":\"127.0.0.1\"");
      Matcher port = PORT.matcher(vm.shown());
      assertThat(port.find()).isTrue();
      for (int turn = 0; turn < 2; turn++) {
        try (Socket viewer =
            new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
          viewer.setSoTimeout((int) PATIENCE.toMillis());
          assertThat(new String(viewer.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
              .isEqualTo("RFB 003.008\n");
        }
      }
    }
  }

  @Test
  void letsNobodyElseOfTheMachineIn(TestPlatform platform)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can be somebody else");
    Installed.assume("setpriv", "util-linux");
    try (VmProcess vm =
        VmProcess.start(
            platform.signedIn("operator"), Map.of(), "vnc", "payments/ledger", "--listen-only")) {
      vm.await("\"protocol\":\"vnc\",\"host\":\"127.0.0.1\"");
      Matcher port = PORT.matcher(vm.shown());
      assertThat(port.find()).isTrue();
      Process somebody =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=65534",
                  "--clear-groups",
                  "bash",
                  "-c",
                  "exec 3<>/dev/tcp/127.0.0.1/" + port.group(1) + "; head -c 12 <&3")
              .redirectErrorStream(true)
              .start();
      String seen = new String(somebody.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(seen).doesNotContain("RFB");
      vm.await("another user of this machine was refused");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vnc, xtigervncviewer, tigervnc-viewer",
    "vnc, remote-viewer, virt-viewer",
    "spice, remote-viewer, virt-viewer"
  })
  void showsTheScreenOfTheMachine(
      String protocol, String viewer, String debianPackage, TestPlatform platform)
      throws IOException, InterruptedException {
    Installed.assume(viewer, debianPackage);
    Installed.assume("Xvfb", "xvfb");
    Installed.assume("import", "imagemagick");
    Installed.assume("qemu-system-x86_64", "qemu-system-x86");
    Shell shell = platform.signedIn("operator");
    String machine = TestPlatform.REAL_GUEST;
    Assumptions.assumeFalse(
        protocol.equals("spice") && !shell.run("show", machine).out().contains("spice"),
        "QEMU without SPICE: install the Debian package qemu-system-modules-spice, or"
            + " qemu-system-gui where there is none");
    Path picture = folder.resolve("machine.png");
    try (Display display = Display.start(folder);
        VmProcess vm =
            VmProcess.start(
                shell,
                Map.of("DISPLAY", display.name(), "HOME", folder.toString()),
                protocol,
                machine,
                "--viewer",
                viewer)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .failFast("the viewer ended", () -> !vm.handle().isAlive())
          .until(
              () ->
                  // One that comes too early for a guest on a busy machine is no answer yet.
                  shell.run("screenshot", machine, "-f", picture.toString()).exitCode() == 0
                      && display.shows(picture));
      // The viewer is closed as a person closes it, and the command ends with it.
      vm.handle().descendants().forEach(ProcessHandle::destroy);

      assertThat(vm.exitCode()).isZero();
    }
  }
}
