package io.vmgate.simulator.qemu;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The QEMU that is installed here. */
final class QemuProgram {
  static final String NAME = "qemu-system-x86_64";

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Boolean spice;

  private QemuProgram(Path path) {
    this.path = path;
  }

  /** Look for it on the PATH. */
  static Optional<QemuProgram> find() {
    String folders = System.getenv("PATH");
    for (String folder : folders == null ? new String[0] : folders.split(File.pathSeparator)) {
      Path candidate = Path.of(folder).resolve(NAME);
      if (Files.isExecutable(candidate)) {
        return Optional.of(new QemuProgram(candidate));
      }
    }
    return Optional.empty();
  }

  Path path() {
    return path;
  }

  /** Tell whether it can serve SPICE, which is a module that may not be installed. */
  boolean hasSpice() throws IOException {
    lock.lock();
    try {
      Boolean known = spice;
      if (known == null) {
        known = asksForSpice();
        spice = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Its exit code says nothing; without the module it does not know the option. */
  private boolean asksForSpice() throws IOException {
    Process help =
        new ProcessBuilder(path.toString(), "-spice", "help").redirectErrorStream(true).start();
    try (BufferedReader words = help.inputReader(StandardCharsets.UTF_8)) {
      return words.lines().anyMatch(line -> line.strip().startsWith("disable-ticketing"));
    } finally {
      help.destroyForcibly();
    }
  }
}
