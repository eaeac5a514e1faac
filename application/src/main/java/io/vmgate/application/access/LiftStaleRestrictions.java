package io.vmgate.application.access;

import io.vmgate.application.access.PortGuard.Restricted;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Let everybody reach ports again that are restricted for a service which is not there: one that
 * was never made, or whose removal nobody was told of. On one replica at a time, to be called every
 * {@link #INTERVAL} on each.
 */
public final class LiftStaleRestrictions {
  /** What the duty is called. */
  public static final String DUTY = "lift stale restrictions";

  /** How often to call. */
  public static final Duration INTERVAL = Duration.ofMinutes(2);

  /** Longer than a service may take to be made and shown. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration TERM = INTERVAL.multipliedBy(2);

  private final Duties duties;
  private final UUID replica;
  private final VmInventory inventory;
  private final ServiceInventory services;
  private final PortGuard guard;
  private final InstantSource clock;
  private Map<Restricted, Instant> staleSince = Map.of();

  /**
   * Look after restrictions.
   *
   * @param replica which this is
   */
  public LiftStaleRestrictions(
      Duties duties,
      UUID replica,
      VmInventory inventory,
      ServiceInventory services,
      PortGuard guard,
      InstantSource clock) {
    this.duties = duties;
    this.replica = replica;
    this.inventory = inventory;
    this.services = services;
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * Lift what has been stale for long enough, if that is this replica's duty.
   *
   * @return how many services were lifted
   * @throws io.vmgate.domain.FailureException the failures of the database and the cluster; what
   *     was lifted by then stays so
   */
  public synchronized int lift() {
    // What is not seen, or late, seems not to be there: only who sees everything may judge.
    if (!(inventory.state() instanceof InventoryState.Live)
        || !services.areKnown()
        || duties.take(DUTY, replica, TERM).isEmpty()) {
      staleSince = Map.of();
      return 0;
    }
    Set<Restricted> stale = stale();
    Instant now = clock.instant();
    Map<Restricted, Instant> since = new HashMap<>();
    stale.forEach(each -> since.put(each, staleSince.getOrDefault(each, now)));
    staleSince = Map.copyOf(since);
    int lifted = 0;
    for (Map.Entry<Restricted, Instant> each : since.entrySet()) {
      if (!each.getValue().plus(PATIENCE).isAfter(now)) {
        guard.lift(each.getKey().vm(), each.getKey().key());
        lifted++;
      }
    }
    return lifted;
  }

  private Set<Restricted> stale() {
    Set<Restricted> stale = new HashSet<>(guard.restricted());
    for (AccessService service : services.ours()) {
      AccessTerms terms = service.terms();
      if (terms != null) {
        stale.remove(new Restricted(service.vmName(), Removal.keyOf(terms.request())));
      }
    }
    return stale;
  }
}
