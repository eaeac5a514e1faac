package io.vmgate.persistence;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.vmgate.testkit.ManualClock;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts a test's clock in the place of the framework's own. */
@Factory
@Requires(beans = ManualClock.class)
class ManualClockFactory {
  @Singleton
  @Primary
  InstantSource clock(ManualClock clock) {
    return clock::instant;
  }
}
