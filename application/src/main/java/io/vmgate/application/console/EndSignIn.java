package io.vmgate.application.console;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.tenant.TenantId;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** Ends the console sessions of somebody who signs out, and forgets the links made meanwhile. */
public final class EndSignIn implements BiConsumer<TenantId, SignInId> {
  private final SessionBook sessions;
  private final SessionBell bell;
  private final InstantSource clock;

  public EndSignIn(SessionBook sessions, SessionBell bell, InstantSource clock) {
    this.sessions = sessions;
    this.bell = bell;
    this.clock = clock;
  }

  /**
   * End the sessions of this sign-in, on whatever server.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  @Override
  public void accept(TenantId tenant, SignInId signIn) {
    bell.ring(
        sessions.endAll(tenant, signIn, new EndReason.PermissionWithdrawn(), clock.instant()));
  }
}
