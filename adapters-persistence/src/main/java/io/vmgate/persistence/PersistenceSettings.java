package io.vmgate.persistence;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings under {@code vmgate.persistence}.
 *
 * @param refreshInterval how old what is answered from memory may be while the database is there
 * @param hashingsAtOnce how many passwords are hashed at the same time, each in 19 MiB; others wait
 */
@ConfigurationProperties("vmgate.persistence")
public record PersistenceSettings(
    @Bindable(defaultValue = "5s") Duration refreshInterval,
    @Bindable(defaultValue = "4") int hashingsAtOnce) {
  public PersistenceSettings {
    if (refreshInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "vmgate.persistence.refresh-interval: " + refreshInterval + " is no interval");
    }
    if (hashingsAtOnce < 1) {
      throw new IllegalArgumentException(
          "vmgate.persistence.hashings-at-once: with " + hashingsAtOnce + " nobody could sign in");
    }
  }
}
