package io.vmgate.domain.vm;

import java.util.Set;

/**
 * Bound what a caller may see: whole namespaces, and single machines beside them.
 *
 * @param namespaces every machine in these is visible
 * @param machines visible wherever they are
 */
public record VmScope(Set<String> namespaces, Set<VmId> machines) {
  /** See nothing. */
  public static final VmScope NOTHING = new VmScope(Set.of(), Set.of());

  public VmScope {
    namespaces = Set.copyOf(namespaces);
    machines = Set.copyOf(machines);
  }

  /** See every machine of these namespaces and nothing else. */
  public static VmScope ofNamespaces(Set<String> namespaces) {
    return new VmScope(namespaces, Set.of());
  }

  /** Tell whether the machine may be seen. */
  public boolean covers(Vm vm) {
    return covers(vm.name(), vm.id());
  }

  /** Tell whether the machine of this name and id may be seen. */
  public boolean covers(VmName name, VmId id) {
    return namespaces.contains(name.namespace()) || machines.contains(id);
  }
}
