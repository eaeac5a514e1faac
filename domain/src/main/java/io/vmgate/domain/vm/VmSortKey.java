package io.vmgate.domain.vm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Name what a list of machines can be ordered by. */
public enum VmSortKey {
  NAME("name", vm -> vm.name().name()),
  NAMESPACE("namespace", vm -> vm.name().namespace()),
  STATUS("status", vm -> vm.state().status().wireName()),
  CREATE_TIME("createTime", Vm::createdAt),
  NODE_NAME("nodeName", Vm::nodeName),
  VCPU("vCPU", Vm::vCpus),
  MEMORY("memory", Vm::memoryBytes);

  private static final Comparator<Vm> TIES =
      Comparator.comparing(Vm::name).thenComparing(vm -> vm.id().value());

  private final String wireName;
  private final Function<Vm, ? extends @Nullable Comparable<?>> value;

  VmSortKey(String wireName, Function<Vm, ? extends @Nullable Comparable<?>> value) {
    this.wireName = wireName;
    this.value = value;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }

  /** Find the key of that word; empty when there is none. */
  public static Optional<VmSortKey> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(key -> key.wireName.equals(wireName)).findFirst();
  }

  /** Tell whether the machine has a value to be ordered by; those without come last either way. */
  public boolean isPresent(Vm vm) {
    return value.apply(vm) != null;
  }

  /**
   * Order machines that {@linkplain #isPresent have a value} by it, ascending; ties go by
   * namespace, name and id, so that no two machines are ever equal and pages never overlap.
   */
  public Comparator<Vm> ascending() {
    return Comparator.<Vm, Comparable<Object>>comparing(this::comparableValue).thenComparing(TIES);
  }

  /**
   * Order any machines: those with a value first, then those without. Descending is the exact
   * reverse within each of the two groups.
   */
  public Comparator<Vm> order(boolean descending) {
    Comparator<Vm> byValue = ascending();
    Comparator<Vm> within =
        (left, right) -> isPresent(left) ? byValue.compare(left, right) : TIES.compare(left, right);
    return Comparator.comparing((Vm vm) -> !isPresent(vm))
        .thenComparing(descending ? within.reversed() : within);
  }

  @SuppressWarnings("unchecked") // each key compares values of its own type only
  private Comparable<Object> comparableValue(Vm vm) {
    Comparable<?> present = value.apply(vm);
    if (present == null) {
      throw new IllegalArgumentException(vm.name() + " has no " + wireName);
    }
    return (Comparable<Object>) present;
  }
}
