package io.vmgate.bootstrap.operations;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.scheduling.TaskExecutors;
import io.vmgate.rest.health.Degraded;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tell whether the database answers. Without it the platform is degraded and not down: machines are
 * still shown, and taking every replica out of service at once would end that too.
 */
@Singleton
final class DatabaseHealth implements HealthIndicator {
  private static final String NAME = "database";
  private static final int PATIENCE_SECONDS = 1;

  private final DataSource dataSource;
  private final ExecutorService executor;

  DatabaseHealth(DataSource dataSource, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.dataSource = DelegatingDataSource.unwrapDataSource(dataSource);
    this.executor = executor;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(this::check).subscribeOn(Schedulers.fromExecutorService(executor));
  }

  private HealthResult check() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS)
          ? HealthResult.builder(NAME, HealthStatus.UP).build()
          : degraded("does not answer");
    } catch (SQLException away) {
      return degraded("cannot be reached");
    }
  }

  private static HealthResult degraded(String reason) {
    return HealthResult.builder(NAME, Degraded.STATUS).details(Map.of("reason", reason)).build();
  }
}
