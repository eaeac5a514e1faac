package io.vmgate.application.event;

import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.vm.VmFeed.Follower;
import io.vmgate.domain.event.ServiceSight;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the inventory has told and nobody has written down yet: every look at each machine
 * that differs from the one before, and of a machine that never rests only the latest, so that no
 * more waits than a few looks a machine. Where only its services look different, the latest look is
 * enough, so that they crowd out nothing that happens to the machine.
 *
 * <p>The inventory may be behind the one that the chronicle was written from. A machine that looks
 * different at first is therefore in doubt for a moment, in which only the latest look counts, and
 * nothing has happened to one that comes to look as it was written down.
 */
final class Waiting implements Follower {
  private static final int MOST_LOOKS = 16;

  private final InstantSource clock;
  private final ServiceInventory services;
  private final Map<VmId, Sighting> before;
  private final Instant lastKnown;
  private final Duration doubt;
  private final Runnable onWaiting;
  private final Map<VmId, List<Look>> looks = new LinkedHashMap<>();
  private final Set<VmId> doubtful = new HashSet<>();
  private long doubtEndsNanos;
  private boolean complete;

  /**
   * Begin with nothing.
   *
   * @param before what was last written down
   * @param lastKnown when that was surely true
   * @param doubt how long the inventory may be behind that
   */
  Waiting(
      InstantSource clock,
      ServiceInventory services,
      Map<VmId, Sighting> before,
      Instant lastKnown,
      Duration doubt,
      Runnable onWaiting) {
    this.clock = clock;
    this.services = services;
    this.before = Map.copyOf(before);
    this.lastKnown = lastKnown;
    this.doubt = doubt;
    this.onWaiting = onWaiting;
  }

  @Override
  public void all(Collection<Vm> machines) {
    Instant now = clock.instant();
    synchronized (this) {
      Set<VmId> missing = new HashSet<>(before.keySet());
      for (Vm machine : machines) {
        missing.remove(machine.id());
        Sighting known = before.get(machine.id());
        Sighting sighting = look(machine).after(known);
        if (!sighting.equals(known)) {
          add(machine.id(), new Look(sighting, lastKnown, now));
        }
      }
      missing.forEach(id -> add(id, new Look(null, lastKnown, now)));
      doubtful.addAll(looks.keySet());
      doubtEndsNanos = System.nanoTime() + doubt.toNanos();
      complete = true;
    }
    onWaiting.run();
  }

  @Override
  public void changed(Collection<Vm> changed, Set<VmId> removed) {
    Instant now = clock.instant();
    synchronized (this) {
      endDoubt();
      removed.forEach(id -> add(id, new Look(null, now, now)));
      changed.forEach(machine -> add(machine.id(), new Look(look(machine), now, now)));
    }
    onWaiting.run();
  }

  /** Whether the inventory has told all machines. */
  synchronized boolean isComplete() {
    return complete;
  }

  /** Whether a machine waits that is not in doubt. */
  synchronized boolean isReady() {
    endDoubt();
    return looks.size() > doubtful.size();
  }

  /** How many machines wait. */
  synchronized int size() {
    return looks.size();
  }

  /** Take those not in doubt that have waited longest, with all looks at them. */
  synchronized Map<VmId, List<Look>> take(int most) {
    endDoubt();
    Map<VmId, List<Look>> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<VmId, List<Look>>> rest = looks.entrySet().iterator();
    while (taken.size() < most && rest.hasNext()) {
      Map.Entry<VmId, List<Look>> next = rest.next();
      if (!doubtful.contains(next.getKey())) {
        taken.put(next.getKey(), next.getValue());
        rest.remove();
      }
    }
    return taken;
  }

  /** The inventory shows the services already when it tells of the machine. */
  private Sighting look(Vm machine) {
    return Sighting.of(
        machine,
        services.areKnown()
            ? ServiceSight.Seen.of(services.leadingTo(machine.id()), machine.state().status())
            : new ServiceSight.Hidden());
  }

  private void endDoubt() {
    if (!doubtful.isEmpty() && System.nanoTime() - doubtEndsNanos >= 0) {
      doubtful.clear();
    }
  }

  private void add(VmId id, Look look) {
    if (!doubtful.contains(id)) {
      append(id, look);
      return;
    }
    Sighting known = before.get(id);
    Sighting sighting = look.after(known).sighting();
    if (isSame(known, sighting)) {
      doubtful.remove(id);
      looks.remove(id);
    } else if (isDoubtOfServices(id) && !isSameMachine(known, sighting)) {
      doubtful.remove(id);
      append(id, look);
    } else {
      looks.put(id, new ArrayList<>(List.of(new Look(sighting, lastKnown, look.at()))));
    }
  }

  /** The machine looked as it was written down: what happens to it now surely happens now. */
  private boolean isDoubtOfServices(VmId id) {
    List<Look> waits = looks.getOrDefault(id, List.of());
    return !waits.isEmpty() && isSameMachine(before.get(id), waits.getLast().sighting());
  }

  private void append(VmId id, Look look) {
    List<Look> known = looks.computeIfAbsent(id, _ -> new ArrayList<>(1));
    if (known.isEmpty()) {
      known.add(look);
      return;
    }
    Look last = known.getLast();
    Look next = look.after(last.sighting());
    if (isSameMachine(last.sighting(), next.sighting())) {
      known.removeLast();
      known.add(new Look(next.sighting(), last.earliest(), last.at()));
      return;
    }
    if (known.size() >= MOST_LOOKS) {
      known.removeLast();
    }
    known.add(next);
  }

  /** Whether nothing has happened to the machine between the two looks. */
  private static boolean isSameMachine(@Nullable Sighting one, @Nullable Sighting other) {
    return one == null ? other == null : other != null && one.showsTheSameMachineAs(other);
  }

  private static boolean isSame(@Nullable Sighting one, @Nullable Sighting other) {
    return one == null ? other == null : one.equals(other);
  }
}
