package io.vmgate.domain.auth;

import io.vmgate.domain.tenant.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Say who is calling: a signed-in user of one tenant.
 *
 * @param roles held on the whole tenant
 * @param signIn what the caller's token was handed out at; null before that
 */
public record Caller(
    UserId user, TenantId tenant, String username, Set<Role> roles, @Nullable SignInId signIn) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Name a user who has no token yet. */
  public Caller(UserId user, TenantId tenant, String username, Set<Role> roles) {
    this(user, tenant, username, roles, null);
  }

  /** The same user, signed in. */
  public Caller signedInAs(SignInId id) {
    return new Caller(user, tenant, username, roles, id);
  }

  /** The same user with other roles. */
  public Caller holding(Set<Role> others) {
    return new Caller(user, tenant, username, others, signIn);
  }

  /** What the caller may do somewhere in the tenant, in the order of {@link Permission}. */
  public Set<Permission> permissions() {
    return Role.permissionsOf(roles);
  }
}
