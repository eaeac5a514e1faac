package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people are shown to begin with works as it stands. */
@ExtendWith(OnPlatform.class)
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String GROUP = "app in (cart-api)";

  @TempDir private Path folder;

  private record Ended(int exitCode, String shown) {}

  @Test
  void cyclesAGroupInAShell(TestPlatform platform) throws IOException, InterruptedException {
    Shell shell = platform.signedIn("operator");
    Map<String, String> environment = Map.of("VM", program(shell).toString());
    List<String> command =
        List.of("sh", EXAMPLES.resolve("cycle-group.sh").toString(), GROUP, "8081");

    Ended first = run(command, environment);
    Ended again = run(command, environment);

    assertThat(first.exitCode()).as(first.shown()).isZero();
    assertThat(first.shown())
        .containsPattern("shop/cart-api +start +success +running")
        .containsPattern("shop/cart-api is at http://\\S+:\\d+");
    assertThat(again.exitCode()).as(again.shown()).isZero();
    assertThat(run(List.of("sh", command.get(1), "app=nothing", "80"), environment).exitCode())
        .isEqualTo(1);
  }

  @Test
  void cyclesAGroupByAnsible(TestPlatform platform) throws IOException, InterruptedException {
    Installed.assume("ansible-playbook", "ansible-core");
    Map<String, String> environment =
        Map.of(
            "VM_SERVER", platform.url(),
            "VM_TENANT", "acme",
            "VM_USERNAME", "operator",
            "VM_PASSWORD", platform.password("acme", "operator"),
            "ANSIBLE_LOCALHOST_WARNING", "false",
            "ANSIBLE_NOCOLOR", "1",
            "LC_ALL", "C.UTF-8",
            "HOME", folder.toString());
    List<String> command =
        List.of(
            "ansible-playbook",
            EXAMPLES.resolve("cycle-group.yml").toString(),
            "-e",
            "{\"selector\":\"" + GROUP + "\",\"port\":8082}");

    Ended ended = run(command, environment);

    assertThat(ended.exitCode()).as(ended.shown()).isZero();
    assertThat(ended.shown())
        .containsPattern("shop/cart-api is at \\S+:\\d+")
        .doesNotContain(platform.password("acme", "operator"));
  }

  /** The program under a name, as an installed one has. */
  private Path program(Shell shell) throws IOException {
    Path program = folder.resolve("vm");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Duser.home='%s' -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                shell.home(),
                System.getProperty("java.class.path"),
                Vm.class.getName()));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private Ended run(List<String> command, Map<String, String> more)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>(more);
    environment.put("VM_LANG", "en");
    builder.environment().keySet().removeIf(name -> name.startsWith("VM_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), shown);
  }
}
