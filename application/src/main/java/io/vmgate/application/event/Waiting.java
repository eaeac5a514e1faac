package io.vmgate.application.event;

import io.vmgate.application.vm.VmFeed.Follower;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
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
 * more waits than a few looks a machine.
 */
final class Waiting implements Follower {
  private static final int MOST_LOOKS = 16;

  private final InstantSource clock;
  private final Map<VmId, Sighting> before;
  private final Instant lastKnown;
  private final Runnable onWaiting;
  private final Map<VmId, List<Look>> looks = new LinkedHashMap<>();
  private boolean complete;

  /**
   * Begin with nothing.
   *
   * @param before what was last written down
   * @param lastKnown when that was surely true
   */
  Waiting(InstantSource clock, Map<VmId, Sighting> before, Instant lastKnown, Runnable onWaiting) {
    this.clock = clock;
    this.before = Map.copyOf(before);
    this.lastKnown = lastKnown;
    this.onWaiting = onWaiting;
  }

  @Override
  public void all(Collection<Vm> machines) {
    Instant now = clock.instant();
    synchronized (this) {
      Set<VmId> missing = new HashSet<>(before.keySet());
      for (Vm machine : machines) {
        missing.remove(machine.id());
        Sighting sighting = Sighting.of(machine);
        if (!sighting.equals(before.get(machine.id()))) {
          add(machine.id(), new Look(sighting, lastKnown, now));
        }
      }
      missing.forEach(id -> add(id, new Look(null, lastKnown, now)));
      complete = true;
    }
    onWaiting.run();
  }

  @Override
  public void changed(Collection<Vm> changed, Set<VmId> removed) {
    Instant now = clock.instant();
    synchronized (this) {
      removed.forEach(id -> add(id, new Look(null, now, now)));
      changed.forEach(machine -> add(machine.id(), new Look(Sighting.of(machine), now, now)));
    }
    onWaiting.run();
  }

  /** Whether the inventory has told all machines. */
  synchronized boolean isComplete() {
    return complete;
  }

  /** How many machines wait. */
  synchronized int size() {
    return looks.size();
  }

  /** Take the machines that have waited longest, with all looks at them. */
  synchronized Map<VmId, List<Look>> take(int most) {
    Map<VmId, List<Look>> taken = new LinkedHashMap<>();
    Iterator<Map.Entry<VmId, List<Look>>> rest = looks.entrySet().iterator();
    while (taken.size() < most && rest.hasNext()) {
      Map.Entry<VmId, List<Look>> next = rest.next();
      taken.put(next.getKey(), next.getValue());
      rest.remove();
    }
    return taken;
  }

  private void add(VmId id, Look look) {
    List<Look> known = looks.computeIfAbsent(id, _ -> new ArrayList<>(1));
    if (!known.isEmpty() && isSame(known.getLast().sighting(), look.sighting())) {
      return;
    }
    if (known.size() >= MOST_LOOKS) {
      known.removeLast();
    }
    known.add(look);
  }

  private static boolean isSame(@Nullable Sighting one, @Nullable Sighting other) {
    return one == null ? other == null : one.equals(other);
  }
}
