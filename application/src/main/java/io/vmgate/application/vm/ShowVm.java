package io.vmgate.application.vm;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Show everything about one machine. */
public final class ShowVm {
  private static final int LATEST = 10;

  /** A database that was away a moment ago is not waited for again. */
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  private final PermissionGate gate;
  private final VmInventory inventory;
  private final EventBook events;
  private volatile long nextTryNanos = System.nanoTime();

  public ShowVm(PermissionGate gate, VmInventory inventory, EventBook events) {
    this.gate = gate;
    this.inventory = inventory;
    this.events = events;
  }

  /**
   * Show the machine of this id. Its events are left out while the database is away.
   *
   * @param id as the caller wrote it
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound} for an unknown machine,
   *     one the caller may not see, and a text that is no id: all alike; {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.auth.AuthFailure.Disabled}, or {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable} while nothing is known of the cluster
   *     yet
   */
  public Observed<VmDetail> show(Caller caller, String id) {
    var scope = gate.scopeOf(caller, Permission.VM_QUERY);
    Observed<Vm> seen =
        Observed.in(
            inventory,
            () ->
                VmId.parse(id)
                    .flatMap(inventory::find)
                    .filter(scope::covers)
                    .orElseThrow(() -> new VmFailure.NotFound(id).toException()));
    return new Observed<>(
        new VmDetail(seen.value(), latest(caller, seen.value().id())), seen.staleSince());
  }

  private Optional<List<VmEvent>> latest(Caller caller, VmId vm) {
    if (System.nanoTime() - nextTryNanos < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(events.latest(caller.tenant(), vm, LATEST));
    } catch (FailureException refused) {
      if (!(refused.failure() instanceof PlatformFailure)) {
        throw refused;
      }
      nextTryNanos = System.nanoTime() + BETWEEN_TRIES.toNanos();
      return Optional.empty();
    }
  }
}
