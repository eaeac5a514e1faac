package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.RefreshToken;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hand over what a successful sign-in gives.
 *
 * @param token to be shown at every later call
 * @param refresh what the next token is got for; null for a sign-in that ends with its token
 */
public record SignedIn(String token, Instant expiresAt, Caller caller, @Nullable Refresh refresh) {
  /** What the caller may do somewhere in the tenant, in the order of {@link Permission}. */
  public Set<Permission> permissions() {
    return caller.permissions();
  }

  @Override
  public String toString() {
    return "SignedIn[" + caller + " until " + expiresAt + "]"; // the token belongs in no log
  }

  /** A refresh token, and when it expires unless it is used before. */
  public record Refresh(RefreshToken token, Instant expiresAt) {}
}
