package io.vmgate.rest.envelope;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Write times as the contract has them: {@code yyyy-MM-dd HH:mm:ss} in the platform's zone. */
public final class TimeFormat {
  /** How times look. */
  public static final String PATTERN = "yyyy-MM-dd HH:mm:ss";

  private final DateTimeFormatter format;
  private final ZoneId zone;

  public TimeFormat(ZoneId zone) {
    this.zone = zone;
    this.format =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(zone);
  }

  /** The zone that all times are in. */
  public ZoneId zone() {
    return zone;
  }

  /** Write an instant; fractions of a second are cut off. */
  public String write(Instant instant) {
    return format.format(instant);
  }

  /** Read a time as it is written; empty for any other text. */
  public Optional<Instant> read(String text) {
    try {
      return Optional.of(format.parse(text, Instant::from));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** Write an instant, or nothing where there is none. */
  public @Nullable String writeOrNull(@Nullable Instant instant) {
    return instant == null ? null : write(instant);
  }
}
