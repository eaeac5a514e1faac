package io.vmgate.cli;

import io.vmgate.cli.terminal.Texts;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in the person's language what is wrong with a command line. */
final class UsageErrors {
  private final Texts texts;

  UsageErrors(Texts texts) {
    this.texts = texts;
  }

  String sentence(ParameterException wrong) {
    return "vm: "
        + switch (wrong) {
          case UnmatchedArgumentException unknown ->
              texts.of("usage.unknown", String.join(" ", unknown.getUnmatched()));
          case MissingParameterException missing ->
              texts.of(
                  "usage.missing",
                  missing.getMissing().stream()
                      .map(UsageErrors::label)
                      .collect(Collectors.joining(" ")));
          default -> wrong(wrong);
        };
  }

  private String wrong(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage());
    ArgSpec argument = wrong.getArgSpec();
    String value = wrong.getValue();
    if (argument == null || value == null) {
      return texts.of("usage.wrong", message);
    }
    // What a converter says stands behind what picocli puts before it.
    String expected = message.replaceFirst("^Invalid value for .*[')]: ", "");
    return texts.of(
        "usage.invalid",
        label(argument),
        value,
        message.endsWith("is not an int") ? texts.of("usage.number") : expected);
  }

  private static String label(ArgSpec argument) {
    return argument.isOption()
        ? ((picocli.CommandLine.Model.OptionSpec) argument).longestName()
        : argument.paramLabel();
  }
}
