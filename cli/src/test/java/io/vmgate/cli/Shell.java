package io.vmgate.cli;

import io.vmgate.cli.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A shell of a test: its own home folder and variables, nothing of those the build runs in. */
public final class Shell {
  private final Path home;
  private final Map<String, String> environment;
  private final String input;
  private final boolean terminal;

  private Shell(Path home, Map<String, String> environment, String input, boolean terminal) {
    this.home = home;
    this.environment = environment;
    this.input = input;
    this.terminal = terminal;
  }

  /** How a command ended, and what it printed. */
  public record Result(int exitCode, String out, String err) {}

  /** A shell in this home folder, in English. */
  public static Shell in(Path home) {
    return new Shell(home, Map.of("LANG", "en_US.UTF-8"), "", false);
  }

  /** The same with one more variable. */
  public Shell with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Shell(home, more, input, terminal);
  }

  /** The same with this to be read on standard input. */
  public Shell typing(String text) {
    return new Shell(home, environment, text, terminal);
  }

  /** The same, where a person looks on. */
  public Shell onTerminal() {
    return new Shell(home, environment, input, true);
  }

  /** The variables, to start a process with. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Where it keeps its configuration. */
  public Path home() {
    return home;
  }

  /** Run {@code vm} with these arguments. */
  public Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = new Program(surroundings(out, err)).run(arguments);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What a program sees of it. */
  public Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new Surroundings(
        environment,
        home,
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        terminal,
        _ -> terminal ? Optional.of(input.strip()) : Optional.empty());
  }
}
