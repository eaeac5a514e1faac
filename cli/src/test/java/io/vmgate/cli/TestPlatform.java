package io.vmgate.cli;

import io.vmgate.bootstrap.PlatformProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The real platform in a process of its own, with its simulated cluster and demo users. */
public final class TestPlatform implements AutoCloseable {
  /** The machine that is a QEMU process where that is installed; its screen rests. */
  public static final String REAL_GUEST = "shop/search";

  private final Path folder;
  private final PlatformProcess process;
  private final Map<String, Shell> signedIn = new ConcurrentHashMap<>();

  private TestPlatform(Path folder, PlatformProcess process) {
    this.folder = folder;
    this.process = process;
  }

  static TestPlatform start() {
    try {
      Path folder = Files.createTempDirectory("vmgate-cli");
      Map<String, String> settings = new HashMap<>();
      settings.put("VMGATE_TIME_ZONE", "UTC");
      settings.put("VMGATE_CALL_LIMIT", "0");
      settings.put("VMGATE_CONSOLE_TICKET_LIMIT", "0");
      if (Installed.program("qemu-system-x86_64").isPresent()) {
        settings.put("VMGATE_DEMO_QEMU", REAL_GUEST);
      }
      return new TestPlatform(
          folder, PlatformProcess.startEmbedded(folder.resolve("platform"), settings));
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

  /**
   * A shell in which this demo user of the tenant acme is signed in; others have its token, too.
   */
  public Shell signedIn(String username) {
    Shell first = signedIn.computeIfAbsent(username, this::freshlySignedIn);
    Shell shell = freshShell();
    try {
      Path folder = Files.createDirectory(shell.home().resolve(".vmctl"));
      Files.copy(
          first.home().resolve(".vmctl/config"),
          folder.resolve("config"),
          StandardCopyOption.COPY_ATTRIBUTES);
      return shell;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The same with a token of its own, which may be made worthless. */
  public Shell freshlySignedIn(String username) {
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
