package io.vmgate.rest.envelope;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Write times as the contract has them: {@code yyyy-MM-dd HH:mm:ss} in the platform's zone. */
public final class TimeFormat {
  private final DateTimeFormatter format;
  private final ZoneId zone;

  public TimeFormat(ZoneId zone) {
    this.zone = zone;
    this.format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
  }

  /** The zone that all times are in. */
  public ZoneId zone() {
    return zone;
  }

  /** Write an instant; fractions of a second are cut off. */
  public String write(Instant instant) {
    return format.format(instant);
  }

  /** Write an instant, or nothing where there is none. */
  public @Nullable String writeOrNull(@Nullable Instant instant) {
    return instant == null ? null : write(instant);
  }
}
