package io.vmgate.persistence.console;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings under {@code vmgate.servers}.
 *
 * @param patience how long a server may give no sign of life before it is taken for gone
 */
@ConfigurationProperties("vmgate.servers")
record ServerSettings(@Bindable(defaultValue = "10s") Duration patience) {
  private static final double MILLIS = 1_000;

  ServerSettings {
    if (patience.toMillis() < 1) {
      throw new IllegalArgumentException("vmgate.servers.patience: " + patience + " is none");
    }
  }

  double seconds() {
    return patience.toMillis() / MILLIS;
  }
}
