package io.vmgate.application.auth;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.TokenIssuer.IssuedToken;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.limit.Limits;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.ClientAddress;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sign a user in.
 *
 * <p>An unknown tenant, an unknown user and a wrong password cannot be told apart: each looks for a
 * user once and checks one hash, and all get the same answer. All are counted alike, too, by the
 * name that was tried and by where it came from, before the hash takes its time.
 */
public final class SignIn {
  /** Looked for in place of names that nobody can have; whoever is found under them is let go. */
  private static final TenantId NO_TENANT = new TenantId("nobody");

  private static final UserName NO_USER = new UserName("nobody");

  private final TenantDirectory tenants;
  private final UserDirectory users;
  private final PasswordHasher hasher;
  private final TokenIssuer tokens;
  private final RateLimiter limiter;
  private final Limits limits;
  private final RefreshTokens refreshTokens;
  private final IdSource ids;
  private final String decoyHash;

  /**
   * Hash one password, which takes its time: a hash to check where there is no user.
   *
   * @param ids of sign-ins
   */
  public SignIn(
      TenantDirectory tenants,
      UserDirectory users,
      PasswordHasher hasher,
      TokenIssuer tokens,
      RateLimiter limiter,
      Limits limits,
      RefreshTokens refreshTokens,
      IdSource ids) {
    this.tenants = tenants;
    this.users = users;
    this.hasher = hasher;
    this.tokens = tokens;
    this.limiter = limiter;
    this.limits = limits;
    this.refreshTokens = refreshTokens;
    this.ids = ids;
    this.decoyHash = hasher.hash("decoy");
  }

  /**
   * Check the credentials and issue a token.
   *
   * @param lasting whether a refresh token is wanted as well
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.BadCredentials}; {@link
   *     AuthFailure.Disabled}, if the password was right; {@link InvalidFields} when the tenant is
   *     left out though there is not exactly one; {@link
   *     io.vmgate.domain.limit.LimitFailure.TooManyCalls}; {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public SignedIn signIn(Credentials credentials, ClientAddress client, boolean lasting) {
    Optional<TenantId> tenantId = tenantId(credentials.tenantId());
    Optional<UserName> name = UserName.parse(credentials.username());
    // By address first: who is stopped there must not use up what others may try under this name.
    limiter.admit(limits.signInsByAddress(), client.subscriber()).orRefuse();
    limiter.admit(limits.signInsByName(), triedName(credentials, tenantId, name)).orRefuse();
    // Looked for even in a tenant that does not exist: the look-up takes its time as well.
    Optional<User> found = users.find(tenantId.orElse(NO_TENANT), name.orElse(NO_USER));
    Optional<Tenant> tenant = tenantId.flatMap(tenants::find);
    Optional<User> user = tenant.isPresent() && name.isPresent() ? found : Optional.empty();

    boolean matches =
        hasher.matches(credentials.password(), user.map(User::passwordHash).orElse(decoyHash));
    if (!matches || user.isEmpty() || tenant.isEmpty()) {
      throw new AuthFailure.BadCredentials().toException();
    }
    if (user.get().disabled() || tenant.get().disabled()) {
      throw new AuthFailure.Disabled().toException();
    }
    SignInId signIn = new SignInId(ids.next());
    Caller caller = user.get().toCaller().signedInAs(signIn);
    IssuedToken token = tokens.issue(caller);
    SignedIn.Refresh refresh = lasting ? refreshTokens.begin(user.get(), signIn) : null;
    return new SignedIn(token.token(), token.expiresAt(), caller, refresh);
  }

  /** The same for all spellings of a name, and no less for names that nobody can have. */
  private static String triedName(
      Credentials credentials, Optional<TenantId> tenantId, Optional<UserName> name) {
    String tenant =
        tenantId.map(TenantId::value).orElseGet(() -> String.valueOf(credentials.tenantId()));
    return tenant + "/" + name.map(UserName::key).orElseGet(credentials::username);
  }

  private Optional<TenantId> tenantId(@Nullable String typed) {
    if (typed != null && !typed.isBlank()) {
      return TenantId.isWellFormed(typed) ? Optional.of(new TenantId(typed)) : Optional.empty();
    }
    List<Tenant> all = tenants.all();
    if (all.size() != 1) {
      throw InvalidFields.of("tenantId", FieldReason.REQUIRED).toException();
    }
    return Optional.of(all.getFirst().id());
  }
}
