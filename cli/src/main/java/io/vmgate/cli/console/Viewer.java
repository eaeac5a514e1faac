package io.vmgate.cli.console;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that shows screens. */
final class Viewer {
  private static final List<String> FOR_VNC =
      List.of("xtigervncviewer", "vncviewer", "remote-viewer");
  private static final List<String> FOR_SPICE = List.of("remote-viewer", "virt-viewer");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Viewer() {}

  /**
   * The command that shows a VNC screen.
   *
   * @param wanted what the person wants to be used, with {@code {host}} and {@code {port}} or
   *     without; empty for the first that is installed
   */
  static List<String> forVnc(String wanted, String host, int port, Session session) {
    List<String> command = wanted(wanted, host, port);
    if (command.isEmpty()) {
      command = List.of(installed(FOR_VNC, session).toString());
    } else if (wanted.contains("{port}")) {
      return command;
    }
    List<String> whole = new ArrayList<>(command);
    whole.add(
        command.getFirst().endsWith("remote-viewer")
            ? "vnc://" + host + ":" + port
            : host + "::" + port);
    return whole;
  }

  /** The command that opens a .vv file. */
  static List<String> forSpice(String wanted, String host, int port, Path file, Session session) {
    List<String> command = wanted(wanted, host, port);
    if (wanted.contains("{port}")) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            command.isEmpty() ? List.of(installed(FOR_SPICE, session).toString()) : command);
    whole.add(file.toString());
    return whole;
  }

  /** Start it; what it prints is of no interest unless somebody looks for a fault. */
  static Process start(List<String> command, Session session) {
    session.trace().note(String.join(" ", command));
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException failed) {
      throw new Refusal(
          ExitCode.USAGE, session.texts().of("viewer.cannotStart", command.getFirst()));
    }
  }

  private static List<String> wanted(String wanted, String host, int port) {
    return SPACES
        .splitAsStream(wanted.strip())
        .filter(word -> !word.isEmpty())
        .map(word -> word.replace("{host}", host).replace("{port}", String.valueOf(port)))
        .toList();
  }

  private static Path installed(List<String> names, Session session) {
    Map<String, String> environment = session.surroundings().environment();
    List<Path> folders =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList();
    for (String name : names) {
      Optional<Path> program =
          folders.stream()
              .map(folder -> folder.resolve(name))
              .filter(Files::isExecutable)
              .findFirst();
      if (program.isPresent()) {
        return program.get();
      }
    }
    throw new Refusal(ExitCode.USAGE, session.texts().of("viewer.none", String.join(", ", names)));
  }
}
