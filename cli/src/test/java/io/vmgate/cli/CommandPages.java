package io.vmgate.cli;

import io.vmgate.cli.outcome.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes docs/cli.md from its text and the commands. */
final class CommandPages {
  private final CommandLine root;
  private final StringBuilder pages = new StringBuilder();

  private CommandPages(CommandLine root) {
    this.root = root;
  }

  /**
   * Put the pages together.
   *
   * @param errorCodes of the contract
   */
  static String of(String text, List<Integer> errorCodes) {
    Shell shell = Shell.in(Path.of("."));
    CommandLine root =
        new Program(
                shell.surroundings(
                    new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream()))
            .commands();
    CommandPages written = new CommandPages(root);
    return text.replace("<!-- exit codes -->", exitCodes(errorCodes))
        .replace("<!-- options -->", written.options())
        .replace("<!-- commands -->", written.commands());
  }

  private static String exitCodes(List<Integer> errorCodes) {
    StringBuilder table =
        new StringBuilder("| exit code | what | error codes |\n| --- | --- | --- |\n");
    for (ExitCode code : ExitCode.values()) {
      String errors =
          errorCodes.stream()
              .filter(error -> ExitCode.ofError(error) == code)
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      table
          .append("| ")
          .append(code.number())
          .append(" | ")
          .append(meaning(code))
          .append(" | ")
          .append(errors)
          .append(" |\n");
    }
    return table.toString().stripTrailing();
  }

  private static String meaning(ExitCode code) {
    return switch (code) {
      case OK -> "done";
      case FAILED -> "it was carried out and failed, for one machine at least; or the answer is no";
      case USAGE ->
          "the command line, the configuration or a file makes no sense; a name is ambiguous";
      case REJECTED -> "the server did not accept what it was asked";
      case NOT_SIGNED_IN -> "not signed in, or no longer";
      case FORBIDDEN -> "not permitted";
      case NOT_FOUND -> "no such thing, or not yours";
      case CONFLICT -> "its state does not allow it, or somebody is in the way";
      case TOO_MANY -> "too many calls";
      case SERVER_FAULT -> "a fault of the server";
      case UNREACHABLE -> "no answer from the server, its cluster or its database";
      case TIMED_OUT -> "what was waited for did not come in time; operations go on";
      case BUG -> "a fault of this program";
    };
  }

  private String options() {
    return table(root.getCommandSpec().options().stream().map(OptionSpec.class::cast).toList(), "");
  }

  private String commands() {
    root.getSubcommands().values().stream().distinct().forEach(this::page);
    return pages.toString().strip();
  }

  private void page(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<OptionSpec> own = spec.options().stream().filter(option -> !option.inherited()).toList();
    pages.append("### ").append(spec.qualifiedName()).append("\n\n");
    pages.append(String.join(" ", spec.usageMessage().description())).append("\n\n");
    pages.append("`").append(spec.qualifiedName());
    if (!own.isEmpty()) {
      pages.append(" [options]");
    }
    spec.positionalParameters()
        .forEach(
            argument -> {
              boolean optional = argument.arity().min() == 0;
              pages
                  .append(optional ? " [" : " ")
                  .append(argument.paramLabel())
                  .append(optional ? "]" : "")
                  .append(argument.arity().max() > 1 ? "…" : "");
            });
    pages.append("`\n\n");
    List<ArgSpec> all =
        Stream.concat(spec.positionalParameters().stream(), own.stream())
            .map(ArgSpec.class::cast)
            .toList();
    if (!all.isEmpty()) {
      pages.append(table(all, "")).append("\n\n");
    }
    spec.subcommands().values().stream().distinct().forEach(this::page);
  }

  private static String table(List<? extends ArgSpec> all, String before) {
    StringBuilder table = new StringBuilder(before).append("| | |\n| --- | --- |\n");
    for (ArgSpec argument : all) {
      table
          .append("| `")
          .append(label(argument))
          .append("` | ")
          .append(words(argument))
          .append(" |\n");
    }
    return table.toString().stripTrailing();
  }

  private static String label(ArgSpec argument) {
    String label = argument.paramLabel().replace("|", "\\|");
    if (argument instanceof OptionSpec option) {
      return String.join("`, `", option.names()) + (option.arity().max() > 0 ? " " + label : "");
    }
    return label;
  }

  private static String words(ArgSpec argument) {
    String words = String.join(" ", argument.description());
    String candidates =
        argument.completionCandidates() == null
            ? ""
            : Arrays.stream(String.join(" ", argument.completionCandidates()).split(" "))
                .map(word -> "`" + word.toLowerCase(Locale.ROOT) + "`")
                .collect(Collectors.joining(", "));
    return words
        .replace("${COMPLETION-CANDIDATES}", candidates)
        .replace("${DEFAULT-VALUE}", "`" + argument.defaultValue() + "`")
        .replace("|", "\\|");
  }
}
