package io.vmgate.application.vm.index;

import io.vmgate.domain.page.Page;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Find and list machines in memory; what an inventory keeps itself in.
 *
 * <p>Each answer is taken from one moment's state, and each change is seen whole or not at all. One
 * writer and any number of readers: a reader holds the others up for the time of a page, some tens
 * of microseconds, so a plain lock is enough and nothing is ever copied.
 */
public final class VmIndex {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private IndexedMachines machines = new IndexedMachines(List.of());

  /** Begin empty. */
  public VmIndex() {}

  /** Hold these machines and no others; readers see the old ones until all of it is in place. */
  public void replaceAll(Collection<Vm> all) {
    IndexedMachines fresh = new IndexedMachines(all);
    write(() -> machines = fresh);
  }

  /** Add or replace the changed machines and drop the removed ones, all at one moment. */
  public void apply(Collection<Vm> changed, Collection<VmId> removed) {
    write(
        () -> {
          removed.forEach(machines::remove);
          changed.forEach(machines::put);
        });
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
