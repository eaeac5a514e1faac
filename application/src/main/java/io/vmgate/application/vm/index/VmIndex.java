package io.vmgate.application.vm.index;

import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Find and list machines in memory; what an inventory keeps itself in.
 *
 * <p>Each answer is taken from one moment's state, and each machine is seen before or after its
 * change, never between. One writer and any number of readers: a reader holds the writer up for the
 * time of a page, and the writer the readers for the time of a slice of its changes, some tens of
 * microseconds each, so a plain lock is enough and nothing is ever copied.
 */
public final class VmIndex {
  /** Changes made at one moment; a reader waits no longer than these take. */
  private static final int SLICE = 64;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private IndexedMachines machines = new IndexedMachines(List.of());

  /** Begin empty. */
  public VmIndex() {}

  /** Hold these machines and no others; readers see the old ones until all of it is in place. */
  public void replaceAll(Collection<Vm> all) {
    IndexedMachines fresh = new IndexedMachines(all);
    write(() -> machines = fresh);
  }

  /**
   * Add or replace the changed machines and drop the removed ones. Up to {@value #SLICE} changes
   * are made at one moment; readers get their turn before the next.
   */
  public void apply(Collection<Vm> changed, Collection<VmId> removed) {
    inSlices(removed, id -> machines.remove(id));
    inSlices(changed, vm -> machines.put(vm));
  }

  private <T> void inSlices(Collection<T> items, Consumer<T> change) {
    Iterator<T> rest = items.iterator();
    while (rest.hasNext()) {
      write(
          () -> {
            for (int i = 0; i < SLICE && rest.hasNext(); i++) {
              change.accept(rest.next());
            }
          });
    }
  }

  /** Find a machine; empty when there is none of this id. */
  public Optional<Vm> find(VmId id) {
    return read(current -> Optional.ofNullable(current.find(id)));
  }

  /** List the machines within the scope that the query asks for; a page past the end is empty. */
  public Page<Vm> list(VmScope scope, VmQuery query) {
    return read(
        current -> {
          Selection selection = current.select(scope, query.filter());
          return new Page<>(current.page(selection, query), selection.size(), query.page());
        });
  }

  /** Count machines by namespace; a namespace of the scope without a machine counts 0. */
  public Map<String, Integer> countByNamespace(VmScope scope) {
    return read(current -> current.countByNamespace(scope));
  }

  /** Every machine, in any order. */
  public List<Vm> all() {
    return read(IndexedMachines::all);
  }

  /** How many machines there are. */
  public int size() {
    return read(IndexedMachines::size);
  }

  private <T> T read(Function<IndexedMachines, T> question) {
    lock.readLock().lock();
    try {
      return question.apply(machines);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void write(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
