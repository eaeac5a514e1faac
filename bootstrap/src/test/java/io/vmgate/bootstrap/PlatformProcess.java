package io.vmgate.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real program in a process of its own, as a person starts it. */
public final class PlatformProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("VMGate is ready: (http://\\S+)");
  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private PlatformProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Start it without waiting for anything. */
  static PlatformProcess launch(Path folder, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Application.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("VMGATE_"));
    // Tests sign in often; those about limits set them.
    builder.environment().put("VMGATE_SIGN_IN_NAME_LIMIT", "0");
    builder.environment().put("VMGATE_SIGN_IN_ADDRESS_LIMIT", "0");
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(folder, "output", ".log");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new PlatformProcess(builder.start(), output);
  }

  /** Start the embedded platform in this home and wait until it says that it is ready. */
  static PlatformProcess startEmbedded(Path home) throws IOException {
    return startEmbedded(home, Map.of());
  }

  /** The same, with more settings. */
  public static PlatformProcess startEmbedded(Path home, Map<String, String> settings)
      throws IOException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("VMGATE_HOME", home.toString());
    environment.put("VMGATE_PORT", "0");
    PlatformProcess started =
        launch(Objects.requireNonNull(home.toAbsolutePath().getParent()), environment);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> READY.matcher(started.output()).find() || !started.process.isAlive());
    return started;
  }

  /** Start the production platform with these settings and wait until it listens. */
  static PlatformProcess startProduction(Path folder, Map<String, String> settings)
      throws IOException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("VMGATE_HOST", "127.0.0.1");
    environment.put("VMGATE_PORT", "0");
    environment.put("VMGATE_LOG_FORMAT", "text");
    PlatformProcess started = launch(folder, environment);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> LISTENING.matcher(started.output()).find() || !started.process.isAlive());
    return started;
  }

  /** Everything it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  public String url() {
    Matcher ready = READY.matcher(output());
    if (ready.find()) {
      return ready.group(1);
    }
    Matcher listening = LISTENING.matcher(output());
    if (listening.find()) {
      return "http://127.0.0.1:" + listening.group(1);
    }
    throw new AssertionError("it never became ready:\n" + output());
  }

  /** Wait for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    return process.exitValue();
  }

  /** Ask it to end, as Ctrl-C and service managers do. */
  int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** End it as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  /** The password of a demo user. */
  public static String password(Path home, String tenant, String username) throws IOException {
    for (JsonNode user :
        new JsonMapper().readTree(Files.readString(home.resolve("demo-users.json")))) {
      if (user.path("tenantId").asString().equals(tenant)
          && user.path("username").asString().equals(username)) {
        return user.path("password").asString();
      }
    }
    throw new AssertionError("no demo user " + tenant + "/" + username);
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      stop();
    }
  }
}
