package io.vmgate.application.auth;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckPermissionTest {
  private static final Vm OWN = machineIn("acme-dev", 1);
  private static final Vm FOREIGN = machineIn("globex", 2);

  private final PermissionGate gate =
      new PermissionGate(
          new InMemoryTenantDirectory(
              aTenant("acme").owning("acme-dev").build(),
              aTenant("globex").owning("globex").build()));
  private final CheckPermission checkPermission =
      new CheckPermission(gate, CheckPermissionTest::find);
  private final Caller viewer = aCaller().of("acme").viewer().build();
  private final Caller operator = aCaller().of("acme").operator().build();

  @Test
  void answersForTheTenant() {
    assertThat(checkPermission.check(viewer, "vm", "query", null)).isTrue();
    assertThat(checkPermission.check(viewer, "vm", "console:access", null)).isFalse();
    assertThat(checkPermission.check(operator, "vm", "console:access", null)).isTrue();
    assertThat(checkPermission.check(operator, "platform", "admin", null)).isFalse();
  }

  @Test
  void answersForOneMachine() {
    String own = OWN.id().toString();
    assertThat(checkPermission.check(operator, "vm", "start", own)).isTrue();
    assertThat(checkPermission.check(viewer, "vm", "start", own)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000002",
        "00000000-0000-0000-0000-0000000000ff",
        "no id at all",
        ""
      })
  void knowsNoMachineOutsideTheTenant(String id) {
    assertThat(refusal(operator, "vm", "start", id)).isEqualTo(new VmFailure.NotFound(id));
  }

  @Test
  void namesTheOperationsOfAKnownType() {
    assertThat(refusal(viewer, "tenant", "delete", null))
        .isEqualTo(InvalidFields.of("operation", FieldReason.NOT_ONE_OF, "admin"));
  }

  @Test
  void namesTheTypesForAnUnknownOne() {
    assertThat(refusal(viewer, "disk", "query", null))
        .isEqualTo(
            InvalidFields.of("resourceType", FieldReason.NOT_ONE_OF, "vm, tenant, platform"));
  }

  @Test
  void showsTheCallerWithTheTenantsName() {
    CallerProfile profile = new ShowCaller(gate).show(viewer);
    assertThat(profile.tenantName()).isEqualTo("Tenant acme");
    assertThat(profile.permissions()).isEqualTo(viewer.permissions());
    Caller orphan = aCaller().of("gone").build();
    assertThat(new ShowCaller(gate).show(orphan).tenantName()).isEqualTo("gone");
  }

  private Failure refusal(
      Caller caller, String type, String operation, @Nullable String resourceId) {
    return catchThrowableOfType(
            FailureException.class,
            () -> checkPermission.check(caller, type, operation, resourceId))
        .failure();
  }

  private static Optional<Vm> find(VmId id) {
    return Stream.of(OWN, FOREIGN).filter(vm -> vm.id().equals(id)).findFirst();
  }

  private static Vm machineIn(String namespace, long id) {
    return new Vm(
        new VmId(new UUID(0, id)),
        new VmName(namespace, "machine-" + id),
        ManualClock.START,
        VmState.of("Running", null),
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        null,
        false,
        false,
        null,
        null,
        null,
        null,
        null);
  }
}
