package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.terminal.Language;
import io.vmgate.cli.terminal.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class DocumentedTest {
  private static final Path TEXT = Path.of("src/docs/cli.md");
  private static final Path PAGES = Path.of("../docs/cli.md");
  private static final Path CONTRACT = Path.of("../docs/api/contract.md");
  private static final Pattern ERROR_CODE = Pattern.compile("(?m)^\\| (\\d{5}) \\|");

  @Test
  void standsInTheDocsAsItIs() throws IOException {
    String pages = CommandPages.of(Files.readString(TEXT), errorCodes());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(PAGES, pages);
    }

    assertThat(Files.readString(PAGES)).isEqualTo(pages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void describesEveryCommandAndOption(String language) {
    Shell shell = Shell.in(Path.of(".")).with("VM_LANG", language);
    CommandLine root =
        new Program(shell.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream()))
            .commands();
    List<String> silent = new ArrayList<>();
    look(root, silent);

    assertThat(silent).isEmpty();
  }

  @Test
  void describesNothingThatThereIsNot() {
    List<String> known = new ArrayList<>();
    look(
        new Program(
                Shell.in(Path.of("."))
                    .surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream()))
            .commands(),
        new ArrayList<>(),
        known);

    assertThat(new Texts(Language.ENGLISH).bundle().keySet())
        .filteredOn(key -> key.endsWith(".usage.description"))
        .allSatisfy(
            key ->
                assertThat(known)
                    .contains(key.replace(".usage.description", "").replace('.', ' ')));
  }

  private static List<Integer> errorCodes() throws IOException {
    List<Integer> codes = new ArrayList<>();
    Matcher code = ERROR_CODE.matcher(Files.readString(CONTRACT));
    while (code.find()) {
      codes.add(Integer.parseInt(code.group(1)));
    }
    assertThat(codes).hasSizeGreaterThan(20);
    return codes;
  }

  private static void look(CommandLine command, List<String> silent) {
    look(command, silent, new ArrayList<>());
  }

  private static void look(CommandLine command, List<String> silent, List<String> known) {
    String name = command.getCommandSpec().qualifiedName();
    known.add(name);
    if (command.getCommandSpec().usageMessage().description().length == 0) {
      silent.add(name);
    }
    for (ArgSpec argument : command.getCommandSpec().args()) {
      if (argument.description().length == 0) {
        silent.add(name + " " + argument);
      }
    }
    command.getSubcommands().values().forEach(sub -> look(sub, silent, known));
  }
}
