package io.vmgate.domain;

import org.jspecify.annotations.Nullable;

/**
 * Carry a {@link Failure} to the one place that answers it. The only exception that is an answer.
 */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailureException(Failure failure, @Nullable Throwable cause) {
    // A refusal is an ordinary answer: without a cause there is nothing a stack trace would
    // explain.
    super(failure.toString(), cause, false, cause != null);
    this.failure = failure;
  }

  /** What is the case. */
  public Failure failure() {
    return failure;
  }
}
