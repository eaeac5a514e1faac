package io.vmgate.bootstrap.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Read settings out of environment variables; a blank one is like one that is not set. */
public final class Environment {
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Read a text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Read a path. */
  public Optional<Path> path(String name) {
    try {
      return text(name).map(Path::of);
    } catch (InvalidPathException notAPath) {
      throw refused(name, "a path");
    }
  }

  /** Read a whole number. */
  public int number(String name, int missing, int least, int most) {
    String text = text(name).orElse(null);
    if (text == null) {
      return missing;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // answered below, like a number out of range
    }
    throw refused(name, "a whole number from " + least + " to " + most);
  }

  /** Read a TCP port; 0 means any free one. */
  public int port(String name, int missing) {
    return number(name, missing, 0, HIGHEST_PORT);
  }

  /** Read a duration such as {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d} or {@code PT30S}. */
  public Duration duration(String name, Duration missing) {
    String text = text(name).orElse(null);
    if (text == null) {
      return missing;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    try {
      Duration duration =
          Duration.parse(
              upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException notADuration) {
      // answered below, like one that is not positive
    }
    throw refused(name, "a duration such as 30s, 15m, 2h or 7d");
  }

  /** Read a time zone, such as {@code Asia/Shanghai}. */
  public ZoneId zone(String name, ZoneId missing) {
    try {
      return text(name).map(ZoneId::of).orElse(missing);
    } catch (DateTimeException unknown) {
      throw refused(name, "a time zone such as Asia/Shanghai or UTC");
    }
  }

  private SettingsException refused(String name, String expected) {
    return new SettingsException(name + " is not " + expected + ": " + variables.get(name));
  }
}
