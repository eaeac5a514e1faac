package io.vmgate.domain.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Bundle permissions under a name. Custom roles come beside these built-in ones later. */
public enum Role {
  /** Sees machines and how they are published. */
  VIEWER("viewer", EnumSet.of(Permission.VM_QUERY, Permission.VM_SERVICE_QUERY)),
  /** Runs machines: power, consoles, access services. */
  OPERATOR(
      "operator",
      EnumSet.of(
          Permission.VM_QUERY,
          Permission.VM_START,
          Permission.VM_STOP,
          Permission.VM_RESTART,
          Permission.VM_PAUSE,
          Permission.VM_CONSOLE_ACCESS,
          Permission.VM_SERVICE_QUERY,
          Permission.VM_SERVICE_CREATE,
          Permission.VM_SERVICE_DELETE)),
  /** Everything within one tenant. */
  ADMINISTRATOR("administrator", EnumSet.complementOf(EnumSet.of(Permission.PLATFORM_ADMIN)));

  private final String wireName;
  private final Set<Permission> permissions;

  Role(String wireName, EnumSet<Permission> permissions) {
    this.wireName = wireName;
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  /** The name in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** What this role allows. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** Find the role of that wire name; empty when there is none. */
  public static Optional<Role> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName.equals(wireName)).findFirst();
  }

  /** What all of these roles together allow, in the order of {@link Permission}. */
  public static Set<Permission> permissionsOf(Collection<Role> roles) {
    EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> all.addAll(role.permissions));
    return Collections.unmodifiableSet(all);
  }
}
