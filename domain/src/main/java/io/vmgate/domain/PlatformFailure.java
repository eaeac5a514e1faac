package io.vmgate.domain;

import java.time.Duration;

/** Tell that something the platform stands on does not answer. The caller may try again later. */
public sealed interface PlatformFailure extends Failure {

  /** The cluster's API cannot be reached, or the inventory has not been read for the first time. */
  record ClusterUnreachable(String reason) implements PlatformFailure {}

  /** The cluster took longer than {@code patience} to answer; whether it acted is not known. */
  record ClusterTimedOut(Duration patience) implements PlatformFailure {}

  /** The cluster answered with a refusal, in its own words. */
  record ClusterRefused(String reason) implements PlatformFailure {}

  /** The database cannot be reached; nothing was written. */
  record DatabaseUnreachable() implements PlatformFailure {}
}
