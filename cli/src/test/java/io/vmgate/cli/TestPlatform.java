package io.vmgate.cli;

import io.vmgate.bootstrap.PlatformProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The real platform in a process of its own, with its simulated cluster and demo users. */
public final class TestPlatform implements AutoCloseable {
  private final Path folder;
  private final PlatformProcess process;

  private TestPlatform(Path folder, PlatformProcess process) {
    this.folder = folder;
    this.process = process;
  }

  static TestPlatform start() {
    try {
      Path folder = Files.createTempDirectory("vmgate-cli");
      return new TestPlatform(
          folder,
          PlatformProcess.startEmbedded(
              folder.resolve("platform"), Map.of("VMGATE_TIME_ZONE", "UTC")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where it listens. */
  public String url() {
    return process.url();
  }

  /** The password of a demo user. */
  public String password(String tenant, String username) {
    try {
      return PlatformProcess.password(folder.resolve("platform"), tenant, username);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A shell in which nobody has signed in yet. */
  public Shell freshShell() {
    try {
      return Shell.in(Files.createTempDirectory(folder, "home"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A shell in which this demo user of the tenant acme is signed in. */
  public Shell signedIn(String username) {
    Shell shell = freshShell();
    Shell.Result result =
        shell
            .typing(password("acme", username) + "\n")
            .run(
                "login",
                "--server",
                url(),
                "--tenant",
                "acme",
                "--username",
                username,
                "--password-stdin");
    if (result.exitCode() != 0) {
      throw new AssertionError(result.err());
    }
    return shell;
  }

  @Override
  public void close() throws Exception {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TestPlatform::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      // The system clears its folder of temporary files.
    }
  }
}
