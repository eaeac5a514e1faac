package io.vmgate.kubevirt.vm;

import io.vmgate.application.access.ServiceInventory;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Shows the services that the ledger has joined. The writer thread alone changes it; readers see
 * each machine's services as one list.
 */
final class KubeVirtServiceInventory implements ServiceInventory {
  /** Most machines have none, and none of them is kept. */
  private final Map<VmId, List<AccessService>> byMachine = new ConcurrentHashMap<>();

  /** To how many machines each one leads. */
  private final Map<ServiceId, Integer> shown = new ConcurrentHashMap<>();

  /** Not told of yet; the writer's own. */
  private final List<ServiceId> come = new ArrayList<>();

  private final List<ServiceId> gone = new ArrayList<>();

  private volatile boolean areKnown;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * Show these of the machine and no others.
   *
   * @return whether that is something else than before
   */
  boolean put(VmId vm, List<AccessService> services) {
    List<AccessService> before =
        services.isEmpty() ? byMachine.remove(vm) : byMachine.put(vm, services);
    services.forEach(service -> come.add(service.id()));
    if (before != null) {
      before.forEach(service -> gone.add(service.id()));
    }
    return !services.equals(before == null ? List.of() : before);
  }

  /**
   * Tell those who wait. Called when machines show what was put, too: whoever waited for a service
   * finds it wherever he looks.
   */
  void settle() {
    if (come.isEmpty() && gone.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      come.forEach(id -> shown.merge(id, 1, Integer::sum));
      gone.forEach(id -> shown.computeIfPresent(id, (any, times) -> times > 1 ? times - 1 : null));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    come.clear();
    gone.clear();
  }

  /**
   * Tell whether the cluster shows its Services.
   *
   * @return whether that is news
   */
  boolean become(boolean known) {
    boolean was = areKnown;
    areKnown = known;
    return was != known;
  }

  @Override
  public boolean areKnown() {
    return areKnown;
  }

  @Override
  public List<AccessService> leadingTo(VmId vm) {
    return byMachine.getOrDefault(vm, List.of());
  }

  @Override
  public List<AccessService> ours() {
    return byMachine.values().stream().flatMap(List::stream).filter(AccessService::isOurs).toList();
  }

  @Override
  public boolean awaitShown(ServiceId id, Duration patience) {
    return await(() -> shown.containsKey(id), patience);
  }

  @Override
  public boolean awaitGone(ServiceId id, Duration patience) {
    return await(() -> !shown.containsKey(id), patience);
  }

  private boolean await(BooleanSupplier condition, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!condition.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return condition.getAsBoolean();
  }
}
