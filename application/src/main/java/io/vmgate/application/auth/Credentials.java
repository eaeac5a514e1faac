package io.vmgate.application.auth;

import org.jspecify.annotations.Nullable;

/**
 * Hold what somebody typed in order to sign in; none of it has been checked.
 *
 * @param tenantId may be left out while there is a single tenant
 */
public record Credentials(@Nullable String tenantId, String username, String password) {
  @Override
  public String toString() {
    return "Credentials[" + tenantId + "/" + username + "]"; // the password belongs in no log
  }
}
