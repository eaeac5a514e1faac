package io.vmgate.application.stream;

import io.vmgate.domain.Failure;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;

/** Hold what a listener is told. */
public sealed interface Delivery {
  /**
   * Listening has begun: whatever changes after what can be read now is told.
   *
   * @param resume where to go on after a break
   */
  record Ready(StreamPoint resume) implements Delivery {}

  /**
   * Something has changed.
   *
   * @param resume where to go on after a break that follows this
   */
  record Changed(LoggedChange logged, StreamPoint resume) implements Delivery {}

  /**
   * Changes were left out: all that is known must be read anew. More follows.
   *
   * @param resume where to go on after a break that follows this
   */
  record Reset(ResetReason reason, StreamPoint resume) implements Delivery {}

  /** The listener may no longer listen; nothing follows. */
  record Ended(Failure why) implements Delivery {}
}
