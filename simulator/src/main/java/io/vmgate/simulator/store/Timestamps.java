package io.vmgate.simulator.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as objects carry them: RFC 3339, UTC, whole seconds. */
public final class Timestamps {
  private Timestamps() {}

  public static String of(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
