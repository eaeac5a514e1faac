package io.vmgate.testkit.vm;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmFeed;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The plainest inventory there can be: looks at every machine, every time. */
public final class InMemoryVmInventory implements VmInventory, VmFeed {
  private final Map<VmId, Vm> machines = new ConcurrentHashMap<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile InventoryState state = new InventoryState.Live();

  public InMemoryVmInventory(Vm... machines) {
    this(Arrays.asList(machines));
  }

  public InMemoryVmInventory(Collection<Vm> machines) {
    machines.forEach(this::put);
  }

  /** Add the machine or replace the one of its id. */
  public void put(Vm vm) {
    machines.put(vm.id(), vm);
    followers.forEach(follower -> follower.changed(List.of(vm), Set.of()));
  }

  public void remove(VmId id) {
    machines.remove(id);
    followers.forEach(follower -> follower.changed(List.of(), Set.of(id)));
  }

  /** Stand as told from now on. */
  public void become(InventoryState next) {
    state = next;
  }

  @Override
  public Optional<Vm> find(VmId id) {
    return Optional.ofNullable(machines.get(id));
  }

  @Override
  public Page<Vm> list(VmScope scope, VmQuery query) {
    List<Vm> found =
        machines.values().stream()
            .filter(scope::covers)
            .filter(query.filter()::matches)
            .sorted(query.sortKey().order(query.descending()))
            .toList();
    List<Vm> page =
        found.stream().skip(query.page().offset()).limit(query.page().pageSize()).toList();
    return new Page<>(page, found.size(), query.page());
  }

  @Override
  public Map<String, Integer> countByNamespace(VmScope scope) {
    Map<String, Integer> counts = new TreeMap<>();
    scope.namespaces().forEach(namespace -> counts.put(namespace, 0));
    machines.values().stream()
        .filter(scope::covers)
        .forEach(vm -> counts.merge(vm.name().namespace(), 1, Integer::sum));
    return counts;
  }

  @Override
  public Following follow(Follower follower) {
    follower.all(List.copyOf(machines.values()));
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  public InventoryState state() {
    return state;
  }
}
