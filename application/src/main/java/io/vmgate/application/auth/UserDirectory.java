package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the people who may sign in. */
public interface UserDirectory {
  /**
   * Find a user by tenant and name; names are compared by {@link UserName#key}. Empty in a tenant
   * that does not exist.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  Optional<User> find(TenantId tenant, UserName name);

  /**
   * Find users of the tenant by their ids, in any order; ids that nobody has are left out.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  List<User> findAll(TenantId tenant, Set<UserId> ids);

  /**
   * Add a user to a tenant that exists, unless it has one of that name already.
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
      UserName name,
      String passwordHash,
      Set<Role> roles,
      boolean disabled) {
    public User {
      roles = Set.copyOf(roles);
    }

    /** Who calls once this user is signed in. */
    public Caller toCaller() {
      return new Caller(id, tenant, name.value(), roles);
    }

    @Override
    public String toString() {
      return "User[" + tenant + "/" + name + "]"; // the hash belongs in no log
    }
  }
}
