package io.vmgate.cli;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vm completion}: what makes a shell complete commands and options. */
@Command(name = "completion")
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "bash|zsh|fish", descriptionKey = "shell")
  private String shell = "";

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("outside of a command line");
    }
    CommandSpec root = spec.root();
    String script =
        switch (shell) {
          case "bash" -> forBothNames(AutoComplete.bash("vm", root.commandLine()));
          case "zsh" ->
              "#compdef vm vmctl\nautoload -U +X bashcompinit && bashcompinit\n"
                  + forBothNames(AutoComplete.bash("vm", root.commandLine()));
          case "fish" -> new FishCompletion(root).script();
          default ->
              throw new ParameterException(
                  spec.commandLine(), session.texts().of("completion.unknown", shell));
        };
    session.out().print(script);
    session.out().flush();
    return ExitCode.OK.number();
  }

  /** The program has a second name. */
  private static String forBothNames(String script) {
    return script.stripTrailing() + "\ncomplete -F _complete_vm -o default vmctl\n";
  }
}
