package io.vmgate.application.auth;

import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/** Keeps the people who may sign in. */
public interface UserDirectory {
  /**
   * Find a user by tenant and name; the name is compared without letter case.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  Optional<User> find(TenantId tenant, String username);

  /**
   * Add a user unless the tenant has one of that name already.
   *
   * @return whether the user was added; an existing one is left as it is
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  boolean addIfMissing(User user);

  /**
   * A person with a password.
   *
   * @param passwordHash as {@link PasswordHasher#hash} made it
   */
  record User(
      UserId id,
      TenantId tenant,
      String username,
      String passwordHash,
      Set<Role> roles,
      boolean disabled) {
    public User {
      roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
      return "User[" + tenant + "/" + username + "]"; // the hash belongs in no log
    }
  }
}
