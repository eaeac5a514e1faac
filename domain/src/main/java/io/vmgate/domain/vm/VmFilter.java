package io.vmgate.domain.vm;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pick machines out of many; every condition must hold.
 *
 * @param namespace null for any
 * @param statuses any of these; empty for any at all
 * @param nameContains a part of the name, letter case ignored; null for any
 * @param nodeName null for any
 * @param labels a selector over the machine's labels
 */
public record VmFilter(
    @Nullable String namespace,
    Set<VmStatus> statuses,
    @Nullable String nameContains,
    @Nullable String nodeName,
    LabelSelector labels) {
  /** Every machine. */
  public static final VmFilter ALL =
      new VmFilter(null, Set.of(), null, null, LabelSelector.EVERYTHING);

  public VmFilter {
    statuses = Set.copyOf(statuses);
    nameContains =
        nameContains == null || nameContains.isEmpty()
            ? null
            : nameContains.toLowerCase(Locale.ROOT);
  }

  /** Tell whether the machine meets every condition. The index answers the same, only faster. */
  public boolean matches(Vm vm) {
    return (namespace == null || namespace.equals(vm.name().namespace()))
        && (statuses.isEmpty() || statuses.contains(vm.state().status()))
        && (nameContains == null
            || vm.name().name().toLowerCase(Locale.ROOT).contains(nameContains))
        && (nodeName == null || nodeName.equals(vm.nodeName()))
        && labels.matches(vm.labels());
  }
}
