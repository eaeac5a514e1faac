package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.settings.SettingsException;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL server of the platform's own, with its data in the home folder. */
final class EmbeddedDatabase implements AutoCloseable {
  private static final String NAME = "vmgate";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final String password;

  private EmbeddedDatabase(EmbeddedPostgres server, String password) {
    this.server = server;
    this.password = password;
  }

  /** Start the server; the first time ever also make its files. */
  static EmbeddedDatabase start(Home home) {
    try {
      Path folder = home.folder("postgres");
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(Files.createDirectories(folder.resolve("data")))
              .setOverrideWorkingDirectory(
                  Files.createDirectories(folder.resolve("binaries")).toFile())
              .setCleanDataDirectory(false)
              .setPort(port(home))
              .setPGStartupWait(PATIENCE)
              // People's tasks are in there: what was said to be written must be.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .start();
      try {
        String password = kept(home, "postgres-password", Passwords.fresh());
        new PlatformDatabase(NAME, NAME, password).prepare(server.getPostgresDatabase());
        return new EmbeddedDatabase(server, password);
      } catch (SQLException | IOException | RuntimeException failed) {
        server.close();
        throw failed;
      }
    } catch (IOException | SQLException failed) {
      throw new SettingsException(
          "the embedded PostgreSQL cannot start: " + failed.getMessage(), failed);
    }
  }

  /** What an operator would set to use this database. */
  Map<String, String> variables() {
    return Map.of(
        "VMGATE_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME,
        "VMGATE_DATABASE_USER",
        NAME,
        "VMGATE_DATABASE_PASSWORD",
        password);
  }

  /**
   * The port of the first start, for good: a server that outlived a killed platform is found again
   * by it.
   */
  private static int port(Home home) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.parseInt(kept(home, "postgres-port", String.valueOf(free.getLocalPort())));
    }
  }

  private static String kept(Home home, String file, String first) throws IOException {
    String known = home.read(file);
    if (known != null && !known.isBlank()) {
      return known.strip();
    }
    home.writeSecret(file, first + "\n");
    return first;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
