package io.vmgate.application.limit;

import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.limit.Limit;

/** Let a signed-in user's call in unless the user calls too often. Answers from memory. */
public final class AdmitCall {
  private final RateLimiter limiter;
  private final Limit limit;

  /** Hold every user to this limit. */
  public AdmitCall(RateLimiter limiter, Limit limit) {
    this.limiter = limiter;
    this.limit = limit;
  }

  /**
   * Count a call.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.limit.LimitFailure.TooManyCalls}
   */
  public void admit(UserId user) {
    limiter.admit(limit, user.toString()).orRefuse();
  }
}
