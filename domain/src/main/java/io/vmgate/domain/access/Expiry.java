package io.vmgate.domain.access;

import java.time.Duration;
import java.time.Instant;

/** Say when a service is to be removed. */
public sealed interface Expiry {
  /** That long after it was asked for. */
  record After(Duration period) implements Expiry {}

  /** At that instant. */
  record At(Instant instant) implements Expiry {}

  /** When that is. */
  default Instant from(Instant now) {
    return switch (this) {
      case After(var period) -> now.plus(period);
      case At(var instant) -> instant;
    };
  }
}
