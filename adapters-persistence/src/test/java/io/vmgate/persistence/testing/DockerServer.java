package io.vmgate.persistence.testing;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Starts a container; a class of its own, so that nobody needs Testcontainers who starts none. */
final class DockerServer {
  private DockerServer() {}

  static String start() {
    String image = System.getProperty("test.db.image", "postgres:18-alpine");
    PostgreSQLContainer server;
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new IllegalStateException("no container engine answers");
      }
      // Not closed here: the container lives as long as the JVM.
      server =
          new PostgreSQLContainer(
              DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
      server.start();
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "-Dtest.db=docker: no container of "
              + image
              + " could be started. -Dtest.db.image names another image, -Dtest.db=embedded needs"
              + " no engine at all",
          failed);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-postgres"));
    return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
        .formatted(
            server.getHost(),
            server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            server.getDatabaseName(),
            server.getUsername(),
            server.getPassword());
  }
}
