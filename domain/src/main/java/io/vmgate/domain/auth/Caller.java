package io.vmgate.domain.auth;

import io.vmgate.domain.tenant.TenantId;
import java.util.Set;

/**
 * Say who is calling: a signed-in user of one tenant.
 *
 * @param roles held on the whole tenant
 */
public record Caller(UserId user, TenantId tenant, String username, Set<Role> roles) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** What the caller may do somewhere in the tenant, in the order of {@link Permission}. */
  public Set<Permission> permissions() {
    return Role.permissionsOf(roles);
  }
}
