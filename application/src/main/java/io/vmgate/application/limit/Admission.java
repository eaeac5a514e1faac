package io.vmgate.application.limit;

import io.vmgate.domain.limit.Limit;
import io.vmgate.domain.limit.LimitFailure;
import java.time.Duration;

/** Answer whether one more call is within a limit. */
public sealed interface Admission {
  /** It is, and has been counted. */
  record Admitted() implements Admission {}

  /**
   * It is not, and has not been counted.
   *
   * @param delay until the next one is, if nobody else takes its place; positive
   */
  record Refused(Limit limit, Duration delay) implements Admission {}

  /**
   * Go on only with a call that was admitted.
   *
   * @throws io.vmgate.domain.FailureException {@link LimitFailure.TooManyCalls}
   */
  default void orRefuse() {
    if (this instanceof Refused(var limit, var delay)) {
      throw new LimitFailure.TooManyCalls(limit.name(), delay).toException();
    }
  }
}
