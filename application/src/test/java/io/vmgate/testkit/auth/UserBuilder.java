package io.vmgate.testkit.auth;

import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Builds users: {@code aUser().named("bob").of("acme").with(Role.OPERATOR).build()}. */
public final class UserBuilder {
  private TenantId tenant = new TenantId("acme");
  private UserName name = new UserName("ann");
  private String passwordHash = new PlainPasswordHasher().hash("secret");
  private Set<Role> roles = EnumSet.of(Role.VIEWER);
  private boolean disabled;

  private UserBuilder() {}

  /**
   * Ann of tenant acme, a viewer with the password {@code secret} as the plain hasher hashes it.
   */
  public static UserBuilder aUser() {
    return new UserBuilder();
  }

  public UserBuilder of(String tenantId) {
    tenant = new TenantId(tenantId);
    return this;
  }

  public UserBuilder named(String username) {
    name = new UserName(username);
    return this;
  }

  public UserBuilder hash(String hash) {
    passwordHash = hash;
    return this;
  }

  public UserBuilder with(Role... held) {
    roles = Set.of(held);
    return this;
  }

  public UserBuilder disabled() {
    disabled = true;
    return this;
  }

  /** The id follows from tenant and name. */
  public User build() {
    byte[] seed = (tenant + "/" + name).getBytes(StandardCharsets.UTF_8);
    UserId id = new UserId(UUID.nameUUIDFromBytes(seed));
    return new User(id, tenant, name, passwordHash, roles, disabled);
  }
}
