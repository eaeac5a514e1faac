package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import java.util.Set;

/**
 * Describe a caller to themselves.
 *
 * @param tenantName what people call the tenant; its id when the tenant is gone
 */
public record CallerProfile(Caller caller, String tenantName) {
  /** What the caller may do somewhere in the tenant, in the order of {@link Permission}. */
  public Set<Permission> permissions() {
    return caller.permissions();
  }
}
