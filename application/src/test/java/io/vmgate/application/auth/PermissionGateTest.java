package io.vmgate.application.auth;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PermissionGateTest {
  private static final Decision ALLOWED = new Decision.Allowed();

  private final PermissionGate gate =
      new PermissionGate(
          new InMemoryTenantDirectory(
              aTenant("acme").owning("acme-dev", "acme-prod").build(),
              aTenant("globex").owning("globex").build(),
              aTenant("closed").owning("closed").disabled().build()));
  private final Caller viewer = aCaller().of("acme").viewer().build();

  @Test
  void boundsACallerToTheNamespacesOfTheTenant() {
    assertThat(gate.scopeOf(viewer, Permission.VM_QUERY))
        .isEqualTo(VmScope.ofNamespaces(Set.of("acme-dev", "acme-prod")));
  }

  @Test
  void showsNothingToACallerWhoseTenantIsGone() {
    Caller orphan = aCaller().of("gone").administrator().build();
    assertThat(gate.scopeOf(orphan, Permission.VM_QUERY)).isEqualTo(VmScope.ofNamespaces(Set.of()));
    assertThat(gate.decide(orphan, Permission.VM_QUERY, new Target.Anywhere()))
        .isEqualTo(new Decision.Denied(Permission.VM_QUERY));
    assertThat(gate.admit(orphan)).isEmpty();
  }

  @Test
  void stopsCallersOfADisabledTenantEverywhere() {
    Caller closed = aCaller().of("closed").administrator().build();
    Failure disabled = new AuthFailure.Disabled();
    assertThat(failureOf(() -> gate.scopeOf(closed, Permission.VM_QUERY))).isEqualTo(disabled);
    assertThat(failureOf(() -> gate.require(closed, Permission.VM_QUERY))).isEqualTo(disabled);
    assertThat(failureOf(() -> gate.admit(closed))).isEqualTo(disabled);
  }

  @Test
  void namesTheMissingPermission() {
    Failure missing = new AuthFailure.PermissionMissing(Permission.VM_START);
    assertThat(failureOf(() -> gate.require(viewer, Permission.VM_START))).isEqualTo(missing);
    assertThat(failureOf(() -> gate.scopeOf(viewer, Permission.VM_START))).isEqualTo(missing);
    assertThat(gate.decide(viewer, Permission.VM_START, machineIn("acme-dev")))
        .isEqualTo(new Decision.Denied(Permission.VM_START));
  }

  @Test
  void letsPassWhoHoldsThePermission() {
    assertThatCode(() -> gate.require(viewer, Permission.VM_QUERY)).doesNotThrowAnyException();
    Caller operator = aCaller().of("acme").operator().build();
    assertThatCode(
            () -> gate.require(operator, Permission.VM_START, new Target.Namespace("acme-dev")))
        .doesNotThrowAnyException();
  }

  @Test
  void decidesOnlyWithinTheCallersTenant() {
    assertThat(gate.decide(viewer, Permission.VM_QUERY, machineIn("acme-dev"))).isEqualTo(ALLOWED);
    assertThat(gate.decide(viewer, Permission.VM_QUERY, machineIn("globex")))
        .isEqualTo(new Decision.Denied(Permission.VM_QUERY));
    assertThat(gate.decide(viewer, Permission.VM_QUERY, new Target.Namespace("globex")))
        .isEqualTo(new Decision.Denied(Permission.VM_QUERY));
  }

  @Test
  void addsUpThePermissionsOfSeveralRoles() {
    Caller both = aCaller().of("acme").viewer().operator().build();
    assertThat(gate.decide(both, Permission.VM_RESTART, new Target.WholeTenant()))
        .isEqualTo(ALLOWED);
    assertThat(gate.decide(both, Permission.TENANT_ADMIN, new Target.WholeTenant()))
        .isEqualTo(new Decision.Denied(Permission.TENANT_ADMIN));
  }

  private static Target machineIn(String namespace) {
    return new Target.Machine(new VmId(new UUID(0, 7)), namespace);
  }

  private static Failure failureOf(ThrowingCallable call) {
    return catchThrowableOfType(FailureException.class, call).failure();
  }
}
