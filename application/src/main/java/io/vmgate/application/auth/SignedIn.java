package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import java.time.Instant;
import java.util.Set;

/**
 * Hand over what a successful sign-in gives.
 *
 * @param token to be shown at every later call
 */
public record SignedIn(String token, Instant expiresAt, Caller caller) {
  /** What the caller may do somewhere in the tenant, in the order of {@link Permission}. */
  public Set<Permission> permissions() {
    return caller.permissions();
  }

  @Override
  public String toString() {
    return "SignedIn[" + caller + " until " + expiresAt + "]"; // the token belongs in no log
  }
}
