package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  @TempDir private Path folder;

  @Test
  void completesInBash() throws IOException, InterruptedException {
    Path script = script("bash");

    assertThat(
            said(
                "bash",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=(vm co); COMP_CWORD=1; _complete_vm; echo ${COMPREPLY[@]}"))
        .contains("console")
        .contains("context")
        .contains("completion");
  }

  @ParameterizedTest
  @CsvSource({"zsh, 'zsh -f -c', 'autoload -U compinit && compinit -D -u; source '"})
  void isReadByZsh(String shell, String command, String before)
      throws IOException, InterruptedException {
    Installed.assume(shell, shell);
    String[] words = command.split(" ", -1);
    Path script = script(shell);

    assertThat(said(words[0], words[1], words[2], before + script + "; echo read"))
        .endsWith("read\n");
  }

  @Test
  void completesInFish() throws IOException, InterruptedException {
    Installed.assume("fish", "fish");
    Path script = script("fish");

    assertThat(said("fish", "-N", "-c", "source " + script + "; complete -C 'vm sto'"))
        .startsWith("stop\t");
    assertThat(said("fish", "-N", "-c", "source " + script + "; complete -C 'vm list --sta'"))
        .startsWith("--status");
  }

  private Path script(String shell) throws IOException {
    Shell.Result result = Shell.in(folder).run("completion", shell);
    assertThat(result.exitCode()).isZero();
    return Files.writeString(folder.resolve("vm." + shell), result.out());
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
