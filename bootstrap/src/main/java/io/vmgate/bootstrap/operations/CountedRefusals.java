package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Primary;
import io.vmgate.application.limit.Admission;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.limit.Limit;
import io.vmgate.persistence.limit.PostgresRateLimiter;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publish how often each limit turned somebody away; docs/operations.md explains each. */
@Singleton
@Primary
final class CountedRefusals implements RateLimiter {
  private final PostgresRateLimiter limiter;
  private final Map<String, Counter> refusals;

  CountedRefusals(PostgresRateLimiter limiter, PlatformSettings settings, MeterRegistry registry) {
    this.limiter = limiter;
    // From the start and at nought: an alert on growth needs a first value.
    this.refusals =
        Stream.of(
                settings.limits().calls(),
                settings.limits().signInsByName(),
                settings.limits().signInsByAddress(),
                settings.limits().consoleTickets())
            .map(Limit::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), name -> refusalsOf(name, registry)));
    FunctionCounter.builder(
            "vmgate.limit.settlements.failed", limiter, PostgresRateLimiter::failedSettlements)
        .description("How often replicas could not tell each other what they counted")
        .register(registry);
  }

  @Override
  public Admission admit(Limit limit, String key) {
    Admission admission = limiter.admit(limit, key);
    @Nullable Counter counter = refusals.get(limit.name());
    if (counter != null && admission instanceof Admission.Refused) {
      counter.increment();
    }
    return admission;
  }

  @Override
  public int forgetIdle() {
    return limiter.forgetIdle();
  }

  private static Counter refusalsOf(String limit, MeterRegistry registry) {
    return Counter.builder("vmgate.limit.refusals")
        .description("Calls that were turned away")
        .tag("limit", limit)
        .register(registry);
  }
}
