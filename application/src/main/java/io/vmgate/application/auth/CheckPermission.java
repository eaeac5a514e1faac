package io.vmgate.application.auth;

import io.vmgate.domain.InputFailure.FieldReason;
import io.vmgate.domain.InputFailure.InvalidFields;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tell a caller whether they may do something, before they try. */
public final class CheckPermission {
  private final PermissionGate gate;
  private final Function<VmId, Optional<Vm>> machines;

  /**
   * Ask the gate.
   *
   * @param machines how to find a machine; a function, because the inventory's package passes the
   *     gate of this one and must not be known here
   */
  public CheckPermission(PermissionGate gate, Function<VmId, Optional<Vm>> machines) {
    this.gate = gate;
    this.machines = machines;
  }

  /**
   * Check one permission.
   *
   * @param resourceType the part of the permission's name before a colon, such as {@code vm}
   * @param operation the rest of the name, such as {@code console:access}
   * @param resourceId of a machine to ask for; null to ask for anything in the tenant
   * @throws io.vmgate.domain.FailureException {@link InvalidFields} naming {@code resourceType} or
   *     {@code operation}; {@link VmFailure.NotFound} for a machine that the caller cannot see
   */
  public boolean check(
      Caller caller, String resourceType, String operation, @Nullable String resourceId) {
    Permission permission = permission(resourceType, operation);
    Target target =
        resourceId == null ? new Target.Anywhere() : Target.Machine.of(visible(caller, resourceId));
    return switch (gate.decide(caller, permission, target)) {
      case Decision.Allowed _ -> true;
      case Decision.Denied _ -> false;
    };
  }

  private Vm visible(Caller caller, String resourceId) {
    return VmId.parse(resourceId)
        .flatMap(machines)
        .filter(vm -> sees(caller, vm))
        .orElseThrow(() -> new VmFailure.NotFound(resourceId).toException());
  }

  private boolean sees(Caller caller, Vm vm) {
    return gate.decide(caller, Permission.VM_QUERY, Target.Machine.of(vm))
        instanceof Decision.Allowed;
  }

  private static Permission permission(String resourceType, String operation) {
    return Permission.ofWireName(resourceType + ":" + operation)
        .orElseThrow(() -> unknown(resourceType).toException());
  }

  private static InvalidFields unknown(String resourceType) {
    String prefix = resourceType + ":";
    String operations =
        wireNames()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .collect(Collectors.joining(", "));
    if (!operations.isEmpty()) {
      return InvalidFields.of("operation", FieldReason.NOT_ONE_OF, operations);
    }
    String types =
        wireNames()
            .map(name -> name.substring(0, name.indexOf(':')))
            .distinct()
            .collect(Collectors.joining(", "));
    return InvalidFields.of("resourceType", FieldReason.NOT_ONE_OF, types);
  }

  private static Stream<String> wireNames() {
    return Arrays.stream(Permission.values()).map(Permission::wireName);
  }
}
