package io.vmgate.domain.auth;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Name what a caller may do. The wire name is {@code resourceType:operation}. */
public enum Permission {
  VM_QUERY("vm:query"),
  VM_START("vm:start"),
  VM_STOP("vm:stop"),
  VM_RESTART("vm:restart"),
  VM_PAUSE("vm:pause"),
  VM_CONSOLE_ACCESS("vm:console:access"),
  VM_CONSOLE_TAKEOVER("vm:console:takeover"),
  VM_SERVICE_QUERY("vm:service:query"),
  VM_SERVICE_CREATE("vm:service:create"),
  VM_SERVICE_DELETE("vm:service:delete"),
  TENANT_ADMIN("tenant:admin"),
  PLATFORM_ADMIN("platform:admin");

  private static final Map<String, Permission> BY_WIRE_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Permission::wireName, Function.identity()));

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** Find the permission of that wire name; empty when there is none. */
  public static Optional<Permission> ofWireName(String wireName) {
    return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
  }
}
