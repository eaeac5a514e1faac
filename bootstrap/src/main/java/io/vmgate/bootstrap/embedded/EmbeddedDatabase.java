package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.settings.SettingsException;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

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
      Path data = Files.createDirectories(folder.resolve("data"));
      String superuserPassword = kept(home, "postgres-superuser-password", Passwords.fresh());
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setOverrideWorkingDirectory(
                  Files.createDirectories(folder.resolve("binaries")).toFile())
              .setCleanDataDirectory(false)
              // The platform stops first, then what it stands on: close() sees to the order.
              .setRegisterShutdownHook(false)
              .setPort(port(home))
              .setPGStartupWait(PATIENCE)
              .setConnectConfig("password", superuserPassword)
              // People's tasks are in there: what was said to be written must be.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .start();
      try {
        DataSource superuser = superuser(server.getPort(), superuserPassword);
        askForPasswords(superuser, superuserPassword, data);
        String password = kept(home, "postgres-password", Passwords.fresh());
        new PlatformDatabase(NAME, NAME, password).prepare(superuser);
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

  /**
   * Let nobody in without a password. A fresh server trusts every local account, and whoever is in
   * could read the signing keys.
   */
  private static void askForPasswords(DataSource superuser, String password, Path data)
      throws SQLException, IOException {
    try (Connection connection = superuser.getConnection();
        Statement statement = connection.createStatement()) {
      // Made of letters and digits alone, so it needs no quoting.
      statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          local all all              scram-sha-256
          host  all all 127.0.0.1/32 scram-sha-256
          """);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static DataSource superuser(int port, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    source.setUser("postgres");
    source.setPassword(password);
    return source;
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
