package io.vmgate.application.auth;

import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshHash;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the sign-ins that can be renewed, and their refresh tokens by their hashes alone.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away; whether something was written is then not known.
 */
public interface RefreshBook {
  /**
   * Keep a new sign-in and the first token that renews it.
   *
   * @param expiresAt when the token does
   */
  void begin(LastingSignIn signIn, RefreshHash first, Instant expiresAt);

  /** Find a sign-in, whosever it is; empty once it has ended. */
  Optional<LastingSignIn> find(SignInId signIn);

  /**
   * Use a token and keep the next one in its place. Of simultaneous uses of one token each is
   * answered, within the grace of the terms. What was used longer ago need not be kept: a token of
   * the sign-in that is not known was used, too.
   *
   * @param signIn as {@link #find} told
   */
  Renewal renew(
      LastingSignIn signIn, RefreshHash shown, RefreshHash next, Instant now, RefreshTerms terms);

  /** End a sign-in, if it is one that can be renewed and has not ended. */
  void end(TenantId tenant, SignInId signIn);

  /**
   * Forget the tenant's sign-ins that nothing can renew any more.
   *
   * @return how many
   */
  int forget(TenantId tenant, Instant now);

  /** What came of showing a token. */
  sealed interface Renewal {
    /**
     * The next token is kept.
     *
     * @param expiresAt when it expires
     */
    record Renewed(Instant expiresAt) implements Renewal {}

    /** The token was used before, so it is in two hands; nothing was written. */
    record Reused() implements Renewal {}

    /** The token has expired unused, or its sign-in has ended; nothing was written. */
    record Refused() implements Renewal {}
  }
}
