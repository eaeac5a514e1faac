package io.vmgate.application.auth;

import io.vmgate.domain.auth.SignInId;
import java.time.Instant;

/** Remembers the sign-ins that were withdrawn, for as long as their tokens would be good. */
public interface SignInBook {
  /**
   * Withdraw a sign-in: this replica knows at once, the others within a second.
   *
   * @param until when its token expires; from then on nobody need know
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  void withdraw(SignInId signIn, Instant until);

  /**
   * Tell whether a sign-in was withdrawn. Stands at every call, so it answers from memory, and goes
   * on doing so while the database is away.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} only while nothing was ever read
   */
  boolean isWithdrawn(SignInId signIn);
}
