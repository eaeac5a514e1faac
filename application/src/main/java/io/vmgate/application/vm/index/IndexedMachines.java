package io.vmgate.application.vm.index;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.domain.vm.VmStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hold machines under small numbers, their slots, and for everything a list can ask for the set of
 * slots that meet it. A condition is a set, a query their intersection, a page a short walk through
 * one of the orders. Not safe for threads: {@link VmIndex} guards it.
 */
final class IndexedMachines {
  private static final SlotSet NOBODY = new SlotSet();

  private @Nullable Vm[] machines = new Vm[16];
  private int slotLimit;
  private final List<Integer> freeSlots = new ArrayList<>();
  private final Map<VmId, Integer> slots = new HashMap<>();
  private final Map<String, SlotSet> byNamespace = new HashMap<>();
  private final Map<VmStatus, SlotSet> byStatus = new EnumMap<>(VmStatus.class);
  private final Map<String, SlotSet> byNode = new HashMap<>();
  private final LabelSlots byLabel = new LabelSlots();
  private final NameParts byNamePart = new NameParts();
  private final Map<VmSortKey, Ranking> rankings = new EnumMap<>(VmSortKey.class);

  /** Hold these machines and no others; of two with one id the later counts. */
  IndexedMachines(Collection<Vm> initial) {
    Map<VmId, Vm> distinct = HashMap.newHashMap(initial.size());
    initial.forEach(vm -> distinct.put(vm.id(), vm));
    distinct.values().forEach(vm -> enter(vm, nextSlot()));
    Integer[] filled = slots.values().toArray(Integer[]::new);
    for (VmSortKey key : VmSortKey.values()) {
      rankings.put(key, new Ranking(key, this::machine, filled));
    }
  }

  int size() {
    return slots.size();
  }

  List<Vm> all() {
    return slots.values().stream().map(this::machine).toList();
  }

  @Nullable Vm find(VmId id) {
    Integer slot = slots.get(id);
    return slot == null ? null : machine(slot);
  }

  /** Add the machine, or put it in the place of the one of its id. */
  void put(Vm vm) {
    Integer known = slots.get(vm.id());
    if (known == null) {
      int slot = nextSlot();
      enter(vm, slot);
      rankings.values().forEach(ranking -> ranking.add(slot));
      return;
    }
    replace(machine(known), vm, known);
  }

  /** Drop the machine of this id, if there is one. */
  void remove(VmId id) {
    Integer slot = slots.remove(id);
    if (slot == null) {
      return;
    }
    rankings.values().forEach(ranking -> ranking.remove(slot));
    leave(machine(slot), slot);
    machines[slot] = null;
    freeSlots.add(slot);
  }

  /** Work out which machines the scope and the filter leave. */
  Selection select(VmScope scope, VmFilter filter) {
    Conjunction candidates = new Conjunction(slotLimit);
    candidates.requireAny(visible(scope, filter.namespace()));
    if (!filter.statuses().isEmpty()) {
      candidates.requireAny(
          filter.statuses().stream().map(byStatus::get).filter(Objects::nonNull).toList());
    }
    if (filter.nodeName() != null) {
      candidates.require(byNode.getOrDefault(filter.nodeName(), NOBODY));
    }
    byLabel.narrow(filter.labels(), candidates);
    String part = filter.nameContains();
    if (part != null) {
      candidates.require(byNamePart.holders(part, slot -> searchedName(machine(slot)), slotLimit));
    }
    return new Selection(candidates.bits());
  }

  /** Pick the query's page out of what was selected. */
  List<Vm> page(Selection selection, VmQuery query) {
    Ranking ranking = Objects.requireNonNull(rankings.get(query.sortKey()));
    List<Vm> page = new ArrayList<>(query.page().pageSize());
    ranking.visit(
        selection,
        query.descending(),
        query.page().offset(),
        query.page().pageSize(),
        slot -> page.add(machine(slot)));
    return page;
  }

  /** Count machines by namespace, for what the scope shows. */
  Map<String, Integer> countByNamespace(VmScope scope) {
    Map<String, Integer> counts = new TreeMap<>();
    scope
        .namespaces()
        .forEach(
            namespace -> counts.put(namespace, byNamespace.getOrDefault(namespace, NOBODY).size()));
    scope.machines().stream()
        .map(this::find)
        .filter(Objects::nonNull)
        .map(vm -> vm.name().namespace())
        .filter(namespace -> !scope.namespaces().contains(namespace))
        .forEach(namespace -> counts.merge(namespace, 1, Integer::sum));
    return counts;
  }

  private List<SlotSet> visible(VmScope scope, @Nullable String onlyNamespace) {
    List<SlotSet> sets = new ArrayList<>();
    Collection<String> namespaces = scope.namespaces();
    if (onlyNamespace != null) {
      namespaces = scope.namespaces().contains(onlyNamespace) ? List.of(onlyNamespace) : List.of();
    }
    namespaces.forEach(namespace -> sets.add(byNamespace.getOrDefault(namespace, NOBODY)));
    SlotSet single = new SlotSet();
    for (VmId id : scope.machines()) {
      Vm vm = find(id);
      if (vm != null && (onlyNamespace == null || onlyNamespace.equals(vm.name().namespace()))) {
        single.add(Objects.requireNonNull(slots.get(id)));
      }
    }
    if (!single.isEmpty()) {
      sets.add(single);
    }
    return sets;
  }

  private void enter(Vm vm, int slot) {
    machines[slot] = vm;
    slots.put(vm.id(), slot);
    byNamespace.computeIfAbsent(vm.name().namespace(), _ -> new SlotSet()).add(slot);
    byNamePart.add(searchedName(vm), slot);
    enterChangeable(vm, slot);
  }

  private void leave(Vm vm, int slot) {
    byNamespace.computeIfPresent(vm.name().namespace(), (_, set) -> set.withoutOrNull(slot));
    byNamePart.remove(searchedName(vm), slot);
    leaveChangeable(vm, slot);
  }

  private void enterChangeable(Vm vm, int slot) {
    byStatus.computeIfAbsent(vm.state().status(), _ -> new SlotSet()).add(slot);
    if (vm.nodeName() != null) {
      byNode.computeIfAbsent(vm.nodeName(), _ -> new SlotSet()).add(slot);
    }
    byLabel.add(vm.labels(), slot);
  }

  private void leaveChangeable(Vm vm, int slot) {
    byStatus.computeIfPresent(vm.state().status(), (_, set) -> set.withoutOrNull(slot));
    if (vm.nodeName() != null) {
      byNode.computeIfPresent(vm.nodeName(), (_, set) -> set.withoutOrNull(slot));
    }
    byLabel.remove(vm.labels(), slot);
  }

  private void replace(Vm before, Vm after, int slot) {
    if (!before.name().equals(after.name())) {
      // An id keeps its name for life in Kubernetes; should that ever change, start over.
      remove(before.id());
      put(after);
      return;
    }
    List<Ranking> moved =
        rankings.values().stream().filter(ranking -> ranking.differs(before, after)).toList();
    moved.forEach(ranking -> ranking.remove(slot));
    leaveChangeable(before, slot);
    machines[slot] = after;
    enterChangeable(after, slot);
    moved.forEach(ranking -> ranking.add(slot));
  }

  private int nextSlot() {
    if (!freeSlots.isEmpty()) {
      return freeSlots.removeLast();
    }
    if (slotLimit == machines.length) {
      machines = Arrays.copyOf(machines, slotLimit + (slotLimit >> 1));
    }
    return slotLimit++;
  }

  private Vm machine(int slot) {
    return Objects.requireNonNull(machines[slot]);
  }

  private static String searchedName(Vm vm) {
    return vm.name().name().toLowerCase(Locale.ROOT);
  }
}
