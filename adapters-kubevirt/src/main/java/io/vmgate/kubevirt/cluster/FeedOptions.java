package io.vmgate.kubevirt.cluster;

import java.time.Duration;

/**
 * How patient feeds are.
 *
 * @param pageSize objects asked for at once
 * @param patience for a page, and until a watch begins
 * @param watchLength the least time a watch is asked to last; up to half as long again
 * @param silence without a byte after which a watch is given up; longer than the minute at which
 *     API servers send bookmarks
 * @param leastRest before the first new try
 * @param mostRest before any new try
 * @param absentRest before a kind that the cluster does not have is asked for again
 */
public record FeedOptions(
    int pageSize,
    Duration patience,
    Duration watchLength,
    Duration silence,
    Duration leastRest,
    Duration mostRest,
    Duration absentRest) {
  /** What suits a cluster of any size. */
  public static final FeedOptions USUAL =
      new FeedOptions(
          500,
          Duration.ofSeconds(30),
          Duration.ofMinutes(4),
          Duration.ofSeconds(150),
          Duration.ofMillis(200),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));
}
