package io.vmgate.domain.limit;

import io.vmgate.domain.Failure;
import java.time.Duration;

/** Refuse a caller for calling too often. */
public sealed interface LimitFailure extends Failure {

  /**
   * The limit is used up.
   *
   * @param limit the name of the limit, for the log
   * @param delay until the next call can be let through, if nobody else takes its place; positive
   */
  record TooManyCalls(String limit, Duration delay) implements LimitFailure {}
}
