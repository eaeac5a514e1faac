package io.vmgate.simulator.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running QEMU and the sockets to it. Any thread may call. */
final class QemuProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QemuProcess.class);
  private static final byte[] QCOW2 = {'Q', 'F', 'I', (byte) 0xFB};
  private static final int DISKLESS_MEBIBYTES = 16;
  private static final int MEBIBYTES = 256;
  private static final long END_PATIENCE_SECONDS = 5;

  /** The line from the SPICE server to the agent in a guest, if one runs there. */
  private static final List<String> AGENT =
      List.of(
          "-device",
          "virtio-serial-pci",
          "-chardev",
          "spicevmc,id=agent,name=vdagent",
          "-device",
          "virtserialport,chardev=agent,name=com.redhat.spice.0");

  /** Arguments: the folder of the sockets, then the command. Standard input is the pipe. */
  private static final String WATCHED =
      """
      folder=$1; shift
      exec 3<&0
      "$@" </dev/null 3<&- &
      guest=$!
      # Nobody may be left to read what the shell says of a guest that was killed.
      exec 2>/dev/null
      ( read -r line <&3; kill -9 "$guest" ) &
      watch=$!
      exec 3<&-
      wait "$guest"; status=$?
      kill "$watch"
      rm -rf "$folder"
      exit "$status"
      """;

  private final Path folder;
  private final Process process;
  private final boolean withSpice;
  private volatile boolean closing;

  private QemuProcess(Path folder, Process process, boolean withSpice) {
    this.withSpice = withSpice;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Start a guest; its sockets appear a moment later.
   *
   * @param image the path of a disk, which is not written to; empty for none
   * @param whenEnded is told the exit code if the guest ends by itself
   */
  static QemuProcess start(QemuProgram program, String name, String image, IntConsumer whenEnded)
      throws IOException {
    // Looked at first, so that nothing is left behind where there is no such disk.
    String format = image.isEmpty() ? "" : format(Path.of(image));
    boolean withSpice = program.hasSpice();
    Path folder = Files.createTempDirectory("vmgate-qemu");
    List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
    command.add(folder.toString());
    command.addAll(command(program.path(), name, image, format, withSpice, folder));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    QemuProcess started = new QemuProcess(folder, process, withSpice);
    // Not a virtual thread: reading from a pipe would keep one of the few that carry those.
    var _ = Thread.ofPlatform().daemon().name("simulator-qemu").start(() -> started.listen(name));
    var _ =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  if (!started.closing) {
                    LOG.info("The guest {} has ended with {}", name, ended.exitValue());
                    whenEnded.accept(ended.exitValue());
                  }
                });
    return started;
  }

  private static List<String> command(
      Path program, String name, String image, String format, boolean withSpice, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    // A guest that emulates a processor in full must not slow down what it is to test.
    command.addAll(0, List.of("nice", "-n", "10"));
    command.addAll(List.of("-name", quoted(name), "-accel", "tcg", "-machine", "pc"));
    int mebibytes = image.isEmpty() ? DISKLESS_MEBIBYTES : MEBIBYTES;
    command.addAll(List.of("-m", Integer.toString(mebibytes), "-nodefaults", "-vga", "std"));
    command.addAll(List.of("-display", "none", "-usb", "-device", "usb-tablet"));
    command.addAll(List.of("-vnc", "unix:" + quoted(folder.resolve("vnc").toString())));
    for (String channel : List.of("serial", "qmp")) {
      String socket = quoted(folder.resolve(channel).toString());
      command.addAll(List.of("-" + channel, "unix:" + socket + ",server=on,wait=off"));
    }
    if (withSpice) {
      String spice = quoted(folder.resolve("spice").toString());
      command.addAll(List.of("-spice", "unix=on,addr=" + spice + ",disable-ticketing=on"));
      command.addAll(AGENT);
    }
    if (image.toLowerCase(Locale.ROOT).endsWith(".iso")) {
      command.addAll(List.of("-cdrom", image));
    } else if (!image.isEmpty()) {
      command.addAll(
          List.of("-drive", "file=" + quoted(image) + ",if=ide,snapshot=on,format=" + format));
    }
    return command;
  }

  /** A comma ends an option of QEMU unless it is doubled. */
  private static String quoted(String value) {
    return value.replace(",", ",,");
  }

  private static String format(Path image) throws IOException {
    try (var bytes = Files.newInputStream(image)) {
      return Arrays.equals(bytes.readNBytes(QCOW2.length), QCOW2) ? "qcow2" : "raw";
    }
  }

  Path socket(String channel) {
    return folder.resolve(channel);
  }

  boolean withSpice() {
    return withSpice;
  }

  /** Tell whether every server of the guest is there to be dialled. */
  boolean isListening() {
    return (withSpice ? List.of("qmp", "serial", "vnc", "spice") : List.of("qmp", "serial", "vnc"))
        .stream().allMatch(channel -> Files.exists(socket(channel)));
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Wait a while, shorter if the process ends meanwhile. */
  void awaitChange(Duration longest) {
    try {
      process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(String name) {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      errors.lines().forEach(line -> LOG.info("The guest {} says: {}", name, line));
    } catch (IOException | UncheckedIOException gone) {
      LOG.debug("The guest {} says no more", name, gone);
    }
  }

  /** Pull the plug, and wait until the process is gone. */
  @Override
  public void close() {
    closing = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException broken) {
      LOG.debug("The pipe to a guest was closed already", broken);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
