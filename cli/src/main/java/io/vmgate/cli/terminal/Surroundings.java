package io.vmgate.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the program was started in: variables, the home folder, and the three streams.
 *
 * @param outIsTerminal whether a person sees what is printed, so that colour makes sense
 * @param errIsTerminal likewise of errors and progress
 * @param secretReader asks a person for something without showing it; empty where nobody can be
 *     asked
 */
public record Surroundings(
    Map<String, String> environment,
    Path home,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Function<String, Optional<String>> secretReader) {
  private static final int OUT = 1;
  private static final int ERR = 2;

  /** Copy the variables. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        isTerminal(OUT),
        isTerminal(ERR),
        Surroundings::askConsole);
  }

  /** Whether colours are wanted: on a terminal, unless https://no-color.org is followed. */
  public boolean colours() {
    return outIsTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb();
  }

  /** Whether progress is shown: to a person, on a terminal that can rewrite a line. */
  public boolean progress() {
    return errIsTerminal && !isDumb();
  }

  private boolean isDumb() {
    return environment.getOrDefault("TERM", "").equals("dumb");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  /** Which console the JDK chooses, and so whether there is always one, is a matter of settings. */
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** The JDK asks for input and output at once; what is piped into may still print to a person. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException unreadable) {
      // No such file system: ask the JDK.
    }
    return console().isPresent();
  }

  private static Optional<String> askConsole(String prompt) {
    return console().map(person -> person.readPassword("%s", prompt)).map(String::new);
  }
}
