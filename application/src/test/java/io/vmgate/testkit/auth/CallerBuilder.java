package io.vmgate.testkit.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds callers: {@code aCaller().viewer().of("acme").build()}. */
public final class CallerBuilder {
  private UserId user = new UserId(new UUID(0, 1));
  private TenantId tenant = new TenantId("acme");
  private String username = "ann";
  private @Nullable SignInId signIn;
  private final Set<Role> roles = EnumSet.noneOf(Role.class);

  private CallerBuilder() {}

  /** Ann of tenant acme, who may do nothing yet. */
  public static CallerBuilder aCaller() {
    return new CallerBuilder();
  }

  public CallerBuilder of(String tenantId) {
    tenant = new TenantId(tenantId);
    return this;
  }

  public CallerBuilder named(String name) {
    username = name;
    user = new UserId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    return this;
  }

  public CallerBuilder viewer() {
    return with(Role.VIEWER);
  }

  public CallerBuilder operator() {
    return with(Role.OPERATOR);
  }

  public CallerBuilder administrator() {
    return with(Role.ADMINISTRATOR);
  }

  public CallerBuilder with(Role role) {
    roles.add(role);
    return this;
  }

  /** With a token, of a sign-in of their own. */
  public CallerBuilder signedIn() {
    signIn = new SignInId(UUID.nameUUIDFromBytes((tenant + "/" + username).getBytes(UTF_8)));
    return this;
  }

  public Caller build() {
    return new Caller(user, tenant, username, roles, signIn);
  }
}
