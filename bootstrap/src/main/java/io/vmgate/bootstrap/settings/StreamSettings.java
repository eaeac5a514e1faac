package io.vmgate.bootstrap.settings;

import io.vmgate.rest.stream.StreamOptions;
import java.time.Duration;
import java.util.List;

/**
 * Hold how long changes and events are kept; docs/operations.md lists the variables.
 *
 * @param changes how long after a break a client can go on where it was
 * @param events how long what happened to machines is kept
 * @param ofAUser how many streams one user may have open on a replica; 0 for any number
 */
public record StreamSettings(Duration changes, Duration events, int ofAUser) {
  /** The variables that are read. */
  public static final List<String> VARIABLES =
      List.of("VMGATE_STREAM_RETENTION", "VMGATE_EVENT_RETENTION", "VMGATE_STREAM_LIMIT");

  /** What is usual. */
  public static final StreamSettings USUAL =
      new StreamSettings(Duration.ofHours(1), Duration.ofDays(90), StreamOptions.USUAL.ofAUser());

  private static final int MOST = 1_000_000;

  static StreamSettings from(Environment environment) {
    return new StreamSettings(
        environment.duration("VMGATE_STREAM_RETENTION", USUAL.changes()),
        environment.duration("VMGATE_EVENT_RETENTION", USUAL.events()),
        environment.number("VMGATE_STREAM_LIMIT", USUAL.ofAUser(), 0, MOST));
  }
}
