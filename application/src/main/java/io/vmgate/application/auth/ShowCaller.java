package io.vmgate.application.auth;

import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.tenant.Tenant;

/** Show a caller who they are and what they may do. */
public final class ShowCaller {
  private final PermissionGate gate;

  /** Ask the gate, which knows the tenant. */
  public ShowCaller(PermissionGate gate) {
    this.gate = gate;
  }

  /**
   * Describe the caller; needs no permission.
   *
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.auth.AuthFailure.Disabled}
   */
  public CallerProfile show(Caller caller) {
    String tenantName =
        gate.admit(caller).map(Tenant::displayName).orElseGet(caller.tenant()::value);
    return new CallerProfile(caller, tenantName);
  }
}
