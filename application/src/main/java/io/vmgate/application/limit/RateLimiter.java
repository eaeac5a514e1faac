package io.vmgate.application.limit;

import io.vmgate.domain.limit.Limit;

/** Counts calls against limits, on all replicas together. Safe for any number of threads. */
public interface RateLimiter {
  /**
   * Count one call of somebody against a limit. A limit that is off admits everything.
   *
   * <p>A limit that is shared in portions is answered from memory, at once and without a failure:
   * while the database is away each replica keeps the whole limit by itself. One that is shared
   * exactly asks the database.
   *
   * @param key who calls; keys of different limits have nothing to do with each other
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}, of a limit that is shared exactly
   */
  Admission admit(Limit limit, String key);

  /**
   * Forget whoever has not called for so long that the whole limit is theirs again. Called by a
   * schedule, as often as it likes and by any number of replicas at once.
   *
   * @return how many were forgotten
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  int forgetIdle();
}
