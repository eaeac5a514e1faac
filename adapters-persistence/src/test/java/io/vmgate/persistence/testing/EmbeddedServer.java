package io.vmgate.persistence.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Starts the binaries on the class path; they stop with the JVM. */
final class EmbeddedServer {
  private EmbeddedServer() {}

  static String start() {
    try {
      return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
    } catch (IOException failed) {
      throw new UncheckedIOException("the embedded PostgreSQL did not start", failed);
    }
  }
}
