package io.vmgate.persistence.testing;

import io.vmgate.testkit.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Starts the binaries on the class path; they stop with the JVM. */
public final class EmbeddedServer {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private EmbeddedServer() {}

  /**
   * What makes a server of a test's own: one that waits for a busy machine, and at a port that
   * stays its own when it is away for a while.
   */
  public static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setPort(FreePorts.next()).setPGStartupWait(START_PATIENCE);
  }

  static String start() {
    try {
      return builder().start().getJdbcUrl("postgres", "postgres");
    } catch (IOException failed) {
      throw new UncheckedIOException("the embedded PostgreSQL did not start", failed);
    }
  }
}
