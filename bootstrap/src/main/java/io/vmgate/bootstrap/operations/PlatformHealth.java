package io.vmgate.bootstrap.operations;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.management.endpoint.health.HealthLevelOfDetail;
import io.micronaut.management.health.aggregator.DefaultHealthAggregator;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.runtime.ApplicationConfiguration;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.util.Arrays;
import org.reactivestreams.Publisher;

/**
 * Sum up how the platform is, without the framework's indicator of its own shutdown: that one has
 * no switch, is up until the port is closed, and so never says anything to anybody.
 */
@Singleton
@Replaces(DefaultHealthAggregator.class)
final class PlatformHealth extends DefaultHealthAggregator {
  PlatformHealth(ApplicationConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Publisher<HealthResult> aggregate(
      HealthIndicator[] indicators, HealthLevelOfDetail level) {
    return super.aggregate(
        Arrays.stream(indicators)
            .filter(indicator -> !(indicator instanceof GracefulShutdownCapable))
            .toArray(HealthIndicator[]::new),
        level);
  }
}
