package io.vmgate.application.auth;

import io.vmgate.application.auth.TokenIssuer.IssuedToken;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.ClientAddress;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshToken;
import io.vmgate.domain.limit.Limit;
import io.vmgate.domain.tenant.Tenant;
import java.util.Optional;
import java.util.Set;

/**
 * Renew a sign-in: another token for a refresh token, which is used up by it. Who the user is and
 * may do is asked anew each time.
 */
public final class RefreshSignIn {
  private final RefreshTokens refreshTokens;
  private final TenantDirectory tenants;
  private final UserDirectory users;
  private final TokenIssuer tokens;
  private final RateLimiter limiter;
  private final Limit calls;

  /**
   * Renew sign-ins.
   *
   * @param calls that a user may make, of which this is one
   */
  public RefreshSignIn(
      RefreshTokens refreshTokens,
      TenantDirectory tenants,
      UserDirectory users,
      TokenIssuer tokens,
      RateLimiter limiter,
      Limit calls) {
    this.refreshTokens = refreshTokens;
    this.tenants = tenants;
    this.users = users;
    this.tokens = tokens;
    this.limiter = limiter;
    this.calls = calls;
  }

  /**
   * Use a refresh token.
   *
   * @param client held to as many calls as a user, so that nobody can ask the database without end
   * @throws FailureException {@link AuthFailure.RefreshRefused}; {@link AuthFailure.Disabled};
   *     {@link io.vmgate.domain.limit.LimitFailure.TooManyCalls}, and the token is as good as
   *     before; {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public SignedIn refresh(RefreshToken shown, ClientAddress client) {
    limiter.admit(calls, client.subscriber()).orRefuse();
    LastingSignIn signIn = refreshTokens.find(shown).orElseThrow(RefreshSignIn::refused);
    limiter.admit(calls, signIn.user().toString()).orRefuse();
    Caller caller = caller(signIn);
    SignedIn.Refresh next = refreshTokens.renew(signIn, shown).orElseThrow(RefreshSignIn::refused);
    IssuedToken token = tokens.issue(caller);
    return new SignedIn(token.token(), token.expiresAt(), caller, next);
  }

  private Caller caller(LastingSignIn signIn) {
    Optional<User> user =
        users.findAll(signIn.tenant(), Set.of(signIn.user())).stream().findFirst();
    Optional<Tenant> tenant = tenants.find(signIn.tenant());
    if (user.isEmpty() || tenant.isEmpty() || !refreshTokens.isOf(signIn, user.get())) {
      refreshTokens.end(signIn);
      throw refused();
    }
    if (user.get().disabled() || tenant.get().disabled()) {
      refreshTokens.end(signIn);
      throw new AuthFailure.Disabled().toException();
    }
    return user.get().toCaller().signedInAs(signIn.id());
  }

  private static FailureException refused() {
    return new AuthFailure.RefreshRefused().toException();
  }
}
