package io.vmgate.application.auth;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;

/** Sign a user out: the token opens nothing any more, and what it opened is closed. */
public final class SignOut {
  private final SignInEnd signInEnd;

  public SignOut(SignInEnd signInEnd) {
    this.signInEnd = signInEnd;
  }

  /**
   * Withdraw the sign-in, then close what goes on under it. Needs no permission, and may be
   * repeated.
   *
   * @param until when its token expires
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public void signOut(TenantId tenant, SignInId signIn, Instant until) {
    signInEnd.end(tenant, signIn, until);
  }
}
