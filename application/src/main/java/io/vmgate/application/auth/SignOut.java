package io.vmgate.application.auth;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Sign a user out: the token opens nothing any more, and what it opened is closed. */
public final class SignOut {
  private final SignInBook signIns;
  private final BiConsumer<TenantId, SignInId> closing;

  /**
   * Sign users out.
   *
   * @param closing ends what goes on under a sign-in; a function, because the packages that have
   *     such things pass the gate of this one and must not be known here
   */
  public SignOut(SignInBook signIns, BiConsumer<TenantId, SignInId> closing) {
    this.signIns = signIns;
    this.closing = closing;
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
    signIns.withdraw(signIn, until);
    closing.accept(tenant, signIn);
  }
}
