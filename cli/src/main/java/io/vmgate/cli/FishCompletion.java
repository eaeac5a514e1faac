package io.vmgate.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions as fish reads them: one {@code complete} line for each word. */
final class FishCompletion {
  private final CommandSpec root;
  private final StringBuilder script = new StringBuilder();

  FishCompletion(CommandSpec root) {
    this.root = root;
  }

  String script() {
    script.append("# completions of vm and vmctl for fish\n");
    for (String program : new String[] {"vm", "vmctl"}) {
      script.append("complete -c ").append(program).append(" -f\n");
      commands(program, root, "__fish_use_subcommand");
    }
    return script.toString();
  }

  private void commands(String program, CommandSpec parent, String condition) {
    for (CommandLine command : parent.subcommands().values().stream().distinct().toList()) {
      CommandSpec spec = command.getCommandSpec();
      line(program, condition)
          .append(" -a ")
          .append(spec.name())
          .append(" -d ")
          .append(quoted(spec.usageMessage().description()))
          .append('\n');
      String within = "__fish_seen_subcommand_from " + spec.name();
      for (OptionSpec option : spec.options()) {
        option(program, within, option);
      }
      String names =
          spec.subcommands().values().stream()
              .map(CommandLine::getCommandName)
              .distinct()
              .collect(Collectors.joining(" "));
      if (!names.isEmpty()) {
        commands(program, spec, within + "; and not __fish_seen_subcommand_from " + names);
      }
    }
  }

  private void option(String program, String condition, OptionSpec option) {
    StringBuilder line = line(program, condition);
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      line.append(" -r");
      if (option.completionCandidates() != null) {
        String words = String.join(" ", option.completionCandidates());
        line.append(" -a ").append(quoted(words));
      }
    }
    line.append(" -d ").append(quoted(option.description())).append('\n');
  }

  private StringBuilder line(String program, String condition) {
    return script.append("complete -c ").append(program).append(" -n ").append(quoted(condition));
  }

  private static String quoted(String... words) {
    String text = Arrays.stream(words).findFirst().orElse("");
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'";
  }
}
