package io.vmgate.rest.health;

import io.micronaut.health.HealthStatus;

/** Name the state between up and down: the platform serves, but without something it stands on. */
public final class Degraded {
  private static final int SEVERITY = 500; // UP is 0, DOWN is 1000

  /** Worse than up, better than down, and no reason to take a replica out of service. */
  public static final HealthStatus STATUS =
      new HealthStatus("DEGRADED", "serves without something it stands on", true, SEVERITY);

  private Degraded() {}
}
