package io.vmgate.persistence.testing;

import io.vmgate.persistence.setup.PlatformDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The one PostgreSQL server of this JVM's tests, found when it is first asked for.
 *
 * <p>System property {@code test.db} says which: {@code embedded} (the default) starts the binaries
 * on the class path; {@code docker} starts a container of the image {@code test.db.image}; a JDBC
 * URL, with user and password of a superuser in it, uses a server that runs already.
 */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static @Nullable PostgresServer found;
  private static @Nullable RuntimeException failure;

  private final String superuserUrl;

  private PostgresServer(String superuserUrl) {
    this.superuserUrl = superuserUrl;
  }

  /**
   * The server; starts it unless it runs.
   *
   * @throws IllegalStateException when there is none; said again to each test, tried only once
   */
  public static synchronized PostgresServer running() {
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    PostgresServer server = found;
    if (server == null) {
      server = tryToFind();
      found = server;
    }
    return server;
  }

  private static PostgresServer tryToFind() {
    try {
      return find(System.getProperty("test.db", "embedded"));
    } catch (RuntimeException failed) {
      failure = failed;
      throw failed;
    }
  }

  /** Make an empty database, owned by a role that is no superuser, as an operator would. */
  public TestDatabase freshDatabase() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
    String password = "it's a \"test\"";
    try {
      new PlatformDatabase(name, name, password).prepare(superuser());
    } catch (SQLException failed) {
      throw new IllegalStateException("no database could be made on " + superuserUrl, failed);
    }
    String url = "jdbc:postgresql://" + host() + "/" + name;
    return new TestDatabase(url, name, password, superuserUrl);
  }

  /** Connects as superuser to the server's own database. */
  public DataSource superuser() {
    return dataSource(superuserUrl);
  }

  static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    return dataSource;
  }

  private String host() {
    PGSimpleDataSource parsed = dataSource(superuserUrl);
    return parsed.getServerNames()[0] + ":" + parsed.getPortNumbers()[0];
  }

  private static PostgresServer find(String where) {
    return new PostgresServer(
        switch (where) {
          case "embedded" -> EmbeddedServer.start();
          case "docker" -> DockerServer.start();
          default -> {
            if (!where.startsWith("jdbc:postgresql:")) {
              throw new IllegalArgumentException(
                  "-Dtest.db=" + where + ": neither embedded nor docker nor a JDBC URL");
            }
            yield where;
          }
        });
  }
}
