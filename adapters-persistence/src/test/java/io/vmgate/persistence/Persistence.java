package io.vmgate.persistence;

import io.micronaut.context.ApplicationContext;
import io.vmgate.persistence.testing.PostgresServer;
import io.vmgate.persistence.testing.TestDatabase;
import io.vmgate.testkit.ManualClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** This module in a context of its own, over a database that is empty before each test. */
public final class Persistence implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private @Nullable TestDatabase database;
  private @Nullable ApplicationContext first;

  @Override
  public void beforeAll(ExtensionContext context) {
    database = PostgresServer.running().freshDatabase();
    first = replica(new ManualClock());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    database().clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (first != null) {
      first.close();
    }
  }

  public TestDatabase database() {
    return Objects.requireNonNull(database);
  }

  public <T> T get(Class<T> bean) {
    return Objects.requireNonNull(first).getBean(bean);
  }

  /** Start another replica on the same database, which reads anew only when it is told to. */
  public ApplicationContext replica(ManualClock clock) {
    return replica(clock, Map.of("vmgate.persistence.refresh-interval", "1h"));
  }

  /** Start another replica on the same database. */
  public ApplicationContext replica(ManualClock clock, Map<String, Object> settings) {
    Map<String, Object> properties = new HashMap<>(database().properties());
    properties.putAll(settings);
    return ApplicationContext.builder()
        .properties(properties)
        .singletons(clock)
        .banner(false)
        .start();
  }
}
