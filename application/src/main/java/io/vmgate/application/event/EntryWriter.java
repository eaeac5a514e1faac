package io.vmgate.application.event;

import io.vmgate.application.IdSource;
import io.vmgate.application.event.Chronicle.Operation;
import io.vmgate.application.tenant.NamespaceOwners;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.Observation;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an entry of the chronicle out of looks at machines. */
final class EntryWriter {
  /**
   * How long after an operation has ended what it did may still be seen: the worker and the
   * chronicler hear of a machine at the same time, and either may be the slower one.
   */
  private static final Duration AFTERMATH = Duration.ofSeconds(5);

  /** How far the clocks of two replicas may be apart. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  private record Seen(
      TenantId tenant,
      VmId vm,
      VmName name,
      Observation observation,
      Instant earliest,
      Instant at) {}

  private final TenantDirectory tenants;
  private final Chronicle chronicle;
  private final IdSource ids;

  EntryWriter(TenantDirectory tenants, Chronicle chronicle, IdSource ids) {
    this.tenants = tenants;
    this.chronicle = chronicle;
    this.ids = ids;
  }

  /**
   * Make an entry.
   *
   * @param known what was last written down
   * @param silent these machines were always there: no events, no changes
   */
  Chronicle.Entry write(
      Map<VmId, Sighting> known, Map<VmId, List<Look>> looks, boolean silent, boolean begins) {
    Map<String, TenantId> owners = NamespaceOwners.of(tenants);
    List<Sighting> last = new ArrayList<>();
    Set<VmId> gone = new HashSet<>();
    List<Seen> seen = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    looks.forEach(
        (id, all) -> {
          Sighting before = known.get(id);
          Sighting then = before;
          for (Look each : all) {
            Look look = each.after(then);
            seen.addAll(between(owners, then, look));
            then = look.sighting();
          }
          if (then != null && !then.equals(before)) {
            last.add(then);
          } else if (then == null && before != null) {
            gone.add(id);
          }
          change(owners, before, then, changes);
        });
    return silent
        ? new Chronicle.Entry(last, gone, List.of(), List.of(), begins)
        : new Chronicle.Entry(last, gone, events(seen), changes, begins);
  }

  private static List<Seen> between(
      Map<String, TenantId> owners, @Nullable Sighting before, Look look) {
    Sighting now = look.sighting();
    Sighting either = now == null ? before : now;
    TenantId tenant = either == null ? null : owners.get(either.vm().name().namespace());
    if (either == null || tenant == null) {
      return List.of(); // a machine that nobody owns has nobody to tell
    }
    List<Observation> observations =
        now == null
            ? List.of(
                new Observation(EventType.DELETED, TaskStatus.SUCCESS, VmEvent.Origin.Seen.PLAINLY))
            : before == null ? now.sinceItWasMade() : now.since(before);
    List<Seen> seen = new ArrayList<>();
    for (Observation observation : observations) {
      // A microsecond apart, so that they stay in this order.
      Instant at = look.at().plus(seen.size(), ChronoUnit.MICROS);
      seen.add(
          new Seen(tenant, either.vm().id(), either.vm().name(), observation, look.earliest(), at));
    }
    return seen;
  }

  private static void change(
      Map<String, TenantId> owners,
      @Nullable Sighting before,
      @Nullable Sighting now,
      List<Change> changes) {
    Sighting either = now == null ? before : now;
    TenantId tenant = either == null ? null : owners.get(either.vm().name().namespace());
    if (either == null || tenant == null) {
      return;
    }
    if (now == null) {
      changes.add(new Change.VmGone(tenant, either.vm().id(), either.vm().name()));
    } else if (before == null || !before.vm().equals(now.vm())) {
      changes.add(new Change.VmShown(tenant, now.vm()));
    }
    changes.addAll(ServiceChanges.between(tenant, before, now));
  }

  private List<VmEvent> events(List<Seen> seen) {
    Map<VmId, List<Operation>> operations = operations(seen);
    return seen.stream()
        .filter(each -> !isOurs(each, operations.getOrDefault(each.vm(), List.of())))
        .map(this::event)
        .toList();
  }

  private Map<VmId, List<Operation>> operations(List<Seen> seen) {
    Set<VmId> machines = new HashSet<>();
    Instant earliest = null;
    for (Seen each : seen) {
      if (each.observation().type().canBeOurs()) {
        machines.add(each.vm());
        earliest =
            earliest == null || each.earliest().isBefore(earliest) ? each.earliest() : earliest;
      }
    }
    Map<VmId, List<Operation>> operations = new HashMap<>();
    if (earliest != null) {
      chronicle
          .operations(machines, earliest.minus(AFTERMATH))
          .forEach(
              operation ->
                  operations
                      .computeIfAbsent(operation.vm(), _ -> new ArrayList<>())
                      .add(operation));
    }
    return operations;
  }

  private static boolean isOurs(Seen seen, List<Operation> operations) {
    return operations.stream()
        .filter(operation -> seen.observation().type().isBroughtAboutBy(operation.action()))
        .filter(operation -> operation.startedAt().isBefore(seen.at().plus(CLOCKS_APART)))
        .anyMatch(
            operation -> {
              Duration after =
                  seen.observation().type().isGoalOf(operation.action()) ? AFTERMATH : CLOCKS_APART;
              Instant endedAt = operation.endedAt();
              return endedAt == null || endedAt.isAfter(seen.earliest().minus(after));
            });
  }

  private VmEvent event(Seen seen) {
    return new VmEvent(
        ids.next(),
        seen.tenant(),
        seen.vm(),
        seen.name(),
        seen.observation().type(),
        VmEvent.SYSTEM,
        seen.at(),
        seen.at(),
        seen.observation().status(),
        seen.observation().seen());
  }
}
