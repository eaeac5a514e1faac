package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.TimeOrderedIds;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.rest.envelope.TimeFormat;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Times and ids; the clock itself is the framework's. */
@Factory
final class ClockWiring {
  @Singleton
  IdSource ids(InstantSource clock) {
    return new TimeOrderedIds(clock, new SecureRandom());
  }

  @Singleton
  TimeFormat times(PlatformSettings settings) {
    return new TimeFormat(settings.timeZone());
  }
}
