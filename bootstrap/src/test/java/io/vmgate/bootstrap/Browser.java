package io.vmgate.bootstrap;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A script in {@code src/test/browser} that drives a headless Chromium and tells what it sees. */
final class Browser implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src", "test", "browser").toAbsolutePath();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Object INSTALLING = new Object();

  private final Process process;
  private final BufferedReader output;

  private Browser(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Skip the test where there is nothing to drive. */
  static void assumeThere() {
    Assumptions.assumeTrue(
        chromium().isPresent() && program("node").isPresent() && program("npm").isPresent(),
        "no browser test: install the Debian packages chromium, nodejs and npm");
  }

  /** Run a script, handing it these things, with the Chromium to use among them. */
  static Browser run(String script, Map<String, Object> given) throws IOException {
    installPackages();
    Map<String, Object> all = new HashMap<>(given);
    all.put("chromium", chromium().orElseThrow());
    return new Browser(
        new ProcessBuilder("node", script, JSON.writeValueAsString(all))
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private static void installPackages() throws IOException {
    synchronized (INSTALLING) {
      Path installed = SCRIPTS.resolve("node_modules/.package-lock.json");
      Path wanted = SCRIPTS.resolve("package-lock.json");
      boolean isCurrent =
          Files.exists(installed)
              && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted))
                  >= 0;
      if (isCurrent) {
        return;
      }
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(SCRIPTS.toFile())
              .redirectErrorStream(true)
              .start();
      String words = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (waitFor(npm) != 0) {
        throw new IOException("npm ci failed:\n" + words);
      }
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static Optional<String> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> program(name).stream())
        .findFirst();
  }

  /** Look for a program on the PATH. */
  static Optional<String> program(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The next thing that the script tells. */
  JsonNode told() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("the script has ended");
    }
    JsonNode told = JSON.readTree(line);
    if (told.has("error") || told.has("pageError")) {
      throw new AssertionError("in the browser: " + told);
    }
    return told;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    waitFor(process);
  }
}
