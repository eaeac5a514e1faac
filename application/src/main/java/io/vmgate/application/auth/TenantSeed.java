package io.vmgate.application.auth;

import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.Tenant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State a tenant that shall exist, and the users it shall have.
 *
 * @param users no two of one name
 * @param quota of access services; null to leave it as it is
 */
public record TenantSeed(Tenant tenant, List<UserSeed> users, @Nullable TenantQuota quota) {
  public TenantSeed {
    users = List.copyOf(users);
    if (users.stream().map(user -> user.name().key()).distinct().count() < users.size()) {
      throw new IllegalArgumentException("two users of one name in tenant " + tenant.id());
    }
  }

  /** State a user that shall exist. */
  public record UserSeed(UserName name, SeedPassword password, Set<Role> roles) {
    public UserSeed {
      roles = Set.copyOf(roles);
    }
  }

  /** Give a first password; neither form shows itself in a log. */
  public sealed interface SeedPassword {
    /** As the user will type it. */
    record Plain(String password) implements SeedPassword {
      @Override
      public String toString() {
        return "Plain[]";
      }
    }

    /** As {@link PasswordHasher#hash} made it. */
    record Hashed(String hash) implements SeedPassword {
      @Override
      public String toString() {
        return "Hashed[]";
      }
    }
  }
}
