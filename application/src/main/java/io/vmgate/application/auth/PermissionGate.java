package io.vmgate.application.auth;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.vm.VmScope;
import java.util.Optional;
import java.util.Set;

/**
 * Decide who may do what on which target: the one gate that every use case passes first.
 *
 * <p>Answers from memory, so it stands while the database is away. Safe for any number of threads.
 *
 * <p>Each method throws {@link AuthFailure.Disabled} when the caller's tenant is disabled, and
 * {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} while no tenant was ever read.
 */
public final class PermissionGate {
  private final TenantDirectory tenants;

  /** Guard the namespaces that the directory gives to tenants. */
  public PermissionGate(TenantDirectory tenants) {
    this.tenants = tenants;
  }

  /**
   * Let pass whoever is signed in, whatever they may do.
   *
   * @return the caller's tenant; empty when it is gone
   */
  public Optional<Tenant> admit(Caller caller) {
    Optional<Tenant> tenant = tenants.find(caller.tenant());
    if (tenant.isPresent() && tenant.get().disabled()) {
      throw new AuthFailure.Disabled().toException();
    }
    return tenant;
  }

  /**
   * Let pass only who holds the permission on the whole tenant.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.PermissionMissing}
   */
  public void require(Caller caller, Permission permission) {
    require(caller, permission, new Target.WholeTenant());
  }

  /**
   * Let pass only who holds the permission on the target. A machine that the caller may not even
   * see is for the use case to deny knowing of: ask {@link #decide} for {@code VM_QUERY} first.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.PermissionMissing}
   */
  public void require(Caller caller, Permission permission, Target target) {
    if (decide(caller, permission, target) instanceof Decision.Denied(var missing)) {
      throw new AuthFailure.PermissionMissing(missing).toException();
    }
  }

  /** Answer whether the caller holds the permission on the target; nothing outside the tenant. */
  public Decision decide(Caller caller, Permission permission, Target target) {
    Optional<Tenant> tenant = admit(caller);
    boolean within =
        switch (target) {
          case Target.Anywhere _, Target.WholeTenant _ -> tenant.isPresent();
          case Target.Namespace(var name) -> owns(tenant, name);
          case Target.Machine(_, var namespace) -> owns(tenant, namespace);
        };
    return within && holds(caller, permission)
        ? new Decision.Allowed()
        : new Decision.Denied(permission);
  }

  /**
   * Bound what the caller holds the permission on; empty when the tenant is gone.
   *
   * @throws io.vmgate.domain.FailureException {@link AuthFailure.PermissionMissing} when the caller
   *     holds it nowhere
   */
  public VmScope scopeOf(Caller caller, Permission permission) {
    Optional<Tenant> tenant = admit(caller);
    if (!holds(caller, permission)) {
      throw new AuthFailure.PermissionMissing(permission).toException();
    }
    return VmScope.ofNamespaces(tenant.map(Tenant::namespaces).orElseGet(Set::of));
  }

  private static boolean holds(Caller caller, Permission permission) {
    return caller.roles().stream().anyMatch(role -> role.permissions().contains(permission));
  }

  private static boolean owns(Optional<Tenant> tenant, String namespace) {
    return tenant.isPresent() && tenant.get().namespaces().contains(namespace);
  }
}
