package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.Platform;
import io.vmgate.bootstrap.settings.AccessSettings;
import io.vmgate.bootstrap.settings.ConsoleSettings;
import io.vmgate.bootstrap.settings.Environment;
import io.vmgate.bootstrap.settings.LimitSettings;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.bootstrap.settings.SettingsException;
import io.vmgate.bootstrap.settings.StreamSettings;
import io.vmgate.bootstrap.settings.TaskSettings;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The platform with everything that it stands on: a PostgreSQL of its own, a simulated cluster,
 * demo tenants. What the platform itself gets is what an operator would give it: a database address
 * and a kubeconfig.
 */
public final class EmbeddedPlatform implements AutoCloseable {
  private static final int MOST_MACHINES = 1_000_000;
  private static final String PROCESSES = "VMGATE_DEMO_QEMU";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final List<String> PASSED_ON =
      List.of(
          "VMGATE_PORT",
          "VMGATE_MANAGEMENT_PORT",
          "VMGATE_TIME_ZONE",
          "VMGATE_TOKEN_LIFETIME",
          "VMGATE_SIGN_IN_IDLE",
          "VMGATE_SIGN_IN_LIFETIME");

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private EmbeddedPlatform() {}

  /** Start all of it on the loopback address, and return once requests are answered. */
  public static EmbeddedPlatform start(Environment environment) {
    EmbeddedPlatform embedded = new EmbeddedPlatform();
    try {
      embedded.startParts(environment);
      return embedded;
    } catch (RuntimeException failed) {
      embedded.close();
      throw failed;
    }
  }

  private void startParts(Environment environment) {
    Home home = Home.open(environment.path("VMGATE_HOME").orElse(Path.of(".vmgate")));
    parts.push(home);
    EmbeddedDatabase database = EmbeddedDatabase.start(home);
    parts.push(database);
    Simulator simulator = startSimulator(home, environment);
    parts.push(simulator);
    List<DemoUser> users = DemoUsers.in(home);
    Path tenants = DemoTenants.write(home, users);

    Map<String, String> variables = new HashMap<>(database.variables());
    variables.put("VMGATE_HOST", environment.text("VMGATE_HOST").orElse("127.0.0.1"));
    variables.put("VMGATE_KUBECONFIG", simulator.kubeconfig().toString());
    variables.put("VMGATE_TENANTS_FILE", tenants.toString());
    // The simulated nodes lead nowhere; their ports are open on this machine.
    variables.put("VMGATE_PUBLIC_NODE_ADDRESS", "127.0.0.1");
    Stream.of(
            PASSED_ON,
            TaskSettings.VARIABLES,
            LimitSettings.VARIABLES,
            StreamSettings.VARIABLES,
            ConsoleSettings.VARIABLES,
            AccessSettings.VARIABLES)
        .flatMap(List::stream)
        .forEach(name -> environment.text(name).ifPresent(value -> variables.put(name, value)));
    Platform platform = Platform.start(PlatformSettings.from(new Environment(variables)));
    parts.push(platform);
    awaitInventory(platform);
    System.out.print(Welcome.text(platform.port(), platform.hasUi(), home, users, simulator));
    System.out.flush();
  }

  /** Who reads "ready" will ask for machines at once. */
  private static void awaitInventory(Platform platform) {
    try {
      platform
          .awaitInventory(PATIENCE)
          .ifPresent(reason -> System.out.println("The cluster is not read yet: " + reason));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SettingsException("interrupted while the cluster was read", interrupted);
    }
  }

  private static Simulator startSimulator(Home home, Environment environment) {
    int machines =
        environment.number(
            "VMGATE_SIMULATED_VMS", SimulatorOptions.DEMO_MACHINES, 0, MOST_MACHINES);
    try {
      SimulatorOptions options = SimulatorOptions.in(home.folder("simulator")).withOpenPorts(true);
      return Simulator.start(withProcesses(options.withMachines(machines), environment));
    } catch (IOException failed) {
      throw new SettingsException(
          "the simulated cluster cannot start: " + failed.getMessage(), failed);
    }
  }

  private static SimulatorOptions withProcesses(SimulatorOptions options, Environment environment) {
    String guests = environment.text(PROCESSES).orElse("");
    if (guests.isEmpty()) {
      return options;
    }
    try {
      SimulatorOptions more = options.withProcesses(guests);
      for (String image : more.processes().values()) {
        if (!image.isEmpty() && !Files.isReadable(Path.of(image))) {
          throw new SettingsException(PROCESSES + " names a disk that is not there: " + image);
        }
      }
      return more;
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(
          PROCESSES + " is no list such as shop/web-1,shop/app-4=/path/to/disk.img: " + guests,
          wrong);
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failed) {
        System.err.println("a part did not stop cleanly: " + failed.getMessage());
      }
    }
  }
}
