package io.vmgate.benchmarks.task;

import io.vmgate.bootstrap.Application;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.simulator.SimulatorMain;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simulated cluster, a PostgreSQL that writes to disk, and two replicas of the platform with the
 * settings that an operator gets; each a process of its own.
 */
final class Installation implements AutoCloseable {
  static final String PASSWORD = "measured";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern CLUSTER = Pattern.compile("Kubernetes API: (\\S+)");
  private static final Pattern PLATFORM = Pattern.compile("listening on port (\\d+)");

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final EmbeddedPostgres database;
  private final String clusterUrl;
  private final List<String> replicas = new ArrayList<>();

  Installation(int machines, int pace) throws IOException, SQLException {
    folder = Files.createTempDirectory("operations");
    Path cluster = folder.resolve("cluster");
    Path log =
        launch(
            "simulator",
            SimulatorMain.class,
            Map.of(),
            List.of(
                "--port",
                "0",
                "--data",
                cluster.toString(),
                "--vms",
                String.valueOf(machines),
                "--pace",
                String.valueOf(pace)));
    clusterUrl = await(log, CLUSTER);
    database =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    new PlatformDatabase("vmgate", "vmgate", PASSWORD).prepare(database.getPostgresDatabase());
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(
        tenants,
        """
        {"tenants":[{"tenantId":"acme",
          "namespaces":["shop","shop-staging","payments","research","render-farm"],
          "users":[{"username":"ann","password":"%s","roles":["operator"]}]}]}
        """
            .formatted(PASSWORD));
    for (int i = 1; i <= 2; i++) {
      Path output =
          launch(
              "platform-" + i,
              Application.class,
              Map.of(
                  "VMGATE_HOST",
                  "127.0.0.1",
                  "VMGATE_PORT",
                  "0",
                  "VMGATE_LOG_FORMAT",
                  "text",
                  "VMGATE_DATABASE_URL",
                  "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/vmgate",
                  "VMGATE_DATABASE_PASSWORD",
                  PASSWORD,
                  "VMGATE_KUBECONFIG",
                  cluster.resolve("kubeconfig").toString(),
                  "VMGATE_TENANTS_FILE",
                  tenants.toString()),
              List.of());
      replicas.add("http://127.0.0.1:" + await(output, PLATFORM));
    }
  }

  /** Where the simulated API server is. */
  String clusterUrl() {
    return clusterUrl;
  }

  /** The bearer token of the simulated API server, and its certificate. */
  Path clusterFolder() {
    return folder.resolve("cluster");
  }

  /** The addresses of the two replicas. */
  List<String> replicas() {
    return List.copyOf(replicas);
  }

  /** What the two replicas have cost so far, the machine's other load apart. */
  Cost cost() throws SQLException {
    Duration processor =
        processes.stream()
            .skip(1)
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(Duration.ZERO, Duration::plus);
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet commits =
            statement.executeQuery(
                "SELECT xact_commit FROM pg_stat_database WHERE datname = 'vmgate'")) {
      commits.next();
      return new Cost(processor, commits.getLong(1));
    }
  }

  /**
   * What was spent.
   *
   * @param processor of both replicas
   * @param transactions in the database
   */
  record Cost(Duration processor, long transactions) {}

  private Path launch(
      String name, Class<?> program, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("VMGATE_"));
    builder.environment().putAll(environment);
    processes.add(builder.redirectOutput(log.toFile()).start());
    return log;
  }

  private String await(Path log, Pattern line) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && processes.getLast().isAlive()) {
      Matcher found = line.matcher(Files.readString(log));
      if (found.find()) {
        return found.group(1);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new IllegalStateException("it did not start: see " + log);
  }

  @Override
  public void close() throws IOException {
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
    database.close();
  }
}
