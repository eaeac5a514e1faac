package io.vmgate.application.auth;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/** Ends a sign-in: its tokens are good for nothing any more, and what they opened is closed. */
public final class SignInEnd {
  /** Replicas' clocks differ, and a token may be under way while its sign-in ends. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final RefreshBook lasting;
  private final SignInBook withdrawn;
  private final BiConsumer<TenantId, SignInId> closing;
  private final Duration tokenLifetime;
  private final InstantSource clock;

  /**
   * End sign-ins.
   *
   * @param closing ends what goes on under a sign-in; a function, because the packages that have
   *     such things pass the gate of this one and must not be known here
   * @param tokenLifetime of every token, so that none can outlive what is remembered of its end
   */
  public SignInEnd(
      RefreshBook lasting,
      SignInBook withdrawn,
      BiConsumer<TenantId, SignInId> closing,
      Duration tokenLifetime,
      InstantSource clock) {
    this.lasting = lasting;
    this.withdrawn = withdrawn;
    this.closing = closing;
    this.tokenLifetime = tokenLifetime;
    this.clock = clock;
  }

  /**
   * End it: what was got under it, and what is being got, is good for nothing, then what goes on is
   * closed, then nothing more can be got. In this order, so that whoever finds it half done can do
   * it again.
   *
   * @param known when a token of it expires, of those that are at hand
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  void end(TenantId tenant, SignInId signIn, Instant known) {
    Instant newest = clock.instant().plus(tokenLifetime).plus(CLOCKS);
    withdrawn.withdraw(signIn, known.isAfter(newest) ? known : newest);
    closing.accept(tenant, signIn);
    lasting.end(tenant, signIn);
  }
}
