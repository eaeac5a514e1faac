package io.vmgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The real program in a process of its own, in a real terminal if that is wanted. */
public final class VmProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROWS = 30;
  private static final int COLUMNS = 100;

  private final Process process;

  @SuppressWarnings("JdkObsolete") // written by one thread, read by another
  private final StringBuffer shown = new StringBuffer();

  private VmProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(() -> read(process.getInputStream()));
  }

  /** Start it with pipes; errors come among the output. */
  public static VmProcess start(Shell shell, Map<String, String> more, String... arguments)
      throws IOException {
    return start(shell, more, command(shell, arguments));
  }

  /** Start it in a terminal of 30 rows and 100 columns, as script(1) makes one. */
  public static VmProcess inTerminal(Shell shell, String... arguments) throws IOException {
    String line =
        command(shell, arguments).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return start(
        shell,
        Map.of("TERM", "xterm"),
        List.of(
            "script",
            "-qefc",
            "stty rows " + ROWS + " cols " + COLUMNS + "; " + line + "; e=$?; stty -a; exit $e",
            "/dev/null"));
  }

  private static List<String> command(Shell shell, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + shell.home(),
            "-cp",
            System.getProperty("java.class.path"),
            Vm.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static VmProcess start(Shell shell, Map<String, String> more, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("VM_"));
    builder.environment().remove("LC_ALL");
    builder.environment().putAll(shell.environment());
    builder.environment().putAll(more);
    return new VmProcess(builder.start());
  }

  private void read(InputStream output) {
    // A character of several bytes may come in two pieces.
    Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8);
    char[] characters = new char[4096];
    try {
      for (int count = reader.read(characters); count >= 0; count = reader.read(characters)) {
        shown.append(characters, 0, count);
      }
    } catch (IOException ended) {
      shown.append("");
    }
  }

  /** Everything it has shown so far. */
  public String shown() {
    return shown.toString();
  }

  /** Wait until this is shown, behind what was shown before. */
  public void await(String text) {
    await(text, 1);
  }

  /** Wait until this is shown so many times. */
  public void await(String text, int times) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> count(text) >= times || (!process.isAlive() && !comesLate(text, times)));
    if (count(text) < times) {
      throw new AssertionError(text + " never came:\n" + shown());
    }
  }

  /** The last bytes may still be on their way when the process has ended. */
  private boolean comesLate(String text, int times) {
    try {
      Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> count(text) >= times);
      return true;
    } catch (ConditionTimeoutException never) {
      return false;
    }
  }

  private int count(String text) {
    return shown().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  /** Press keys. */
  public void type(String keys) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write(keys.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Wait for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + shown());
    }
    return process.exitValue();
  }

  /** The process, to look after what it started. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
