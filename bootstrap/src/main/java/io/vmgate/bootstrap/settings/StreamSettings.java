package io.vmgate.bootstrap.settings;

import java.time.Duration;
import java.util.List;

/**
 * Hold how long changes and events are kept; docs/operations.md lists the variables.
 *
 * @param changes how long after a break a client can go on where it was
 * @param events how long what happened to machines is kept
 */
public record StreamSettings(Duration changes, Duration events) {
  /** The variables that are read. */
  public static final List<String> VARIABLES =
      List.of("VMGATE_STREAM_RETENTION", "VMGATE_EVENT_RETENTION");

  /** What is usual. */
  public static final StreamSettings USUAL =
      new StreamSettings(Duration.ofHours(1), Duration.ofDays(90));

  static StreamSettings from(Environment environment) {
    return new StreamSettings(
        environment.duration("VMGATE_STREAM_RETENTION", USUAL.changes()),
        environment.duration("VMGATE_EVENT_RETENTION", USUAL.events()));
  }
}
