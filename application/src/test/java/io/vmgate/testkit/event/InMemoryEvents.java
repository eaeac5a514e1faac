package io.vmgate.testkit.event;

import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.event.Chronicle;
import io.vmgate.application.vm.EventBook;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps events, sightings and changes in memory: one lock, no index. */
public final class InMemoryEvents implements EventBook, Chronicle {
  private final Predicate<Duty> holds;
  private final Map<UUID, VmEvent> events = new LinkedHashMap<>();
  private final Map<VmId, Sighting> sightings = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean begun;
  private boolean away;
  private boolean losing;
  private @Nullable VmId poison;

  /** Let nobody write who does not hold the duty. */
  public InMemoryEvents(Predicate<Duty> holds) {
    this.holds = holds;
  }

  /** Let everybody write. */
  public InMemoryEvents() {
    this(_ -> true);
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  /** Write the next entry, and be away before anybody is told. */
  public synchronized void loseTheNextAnswer() {
    losing = true;
  }

  /** Fail on every entry that shows this machine; on none for null. */
  public synchronized void failOn(@Nullable VmId machine) {
    poison = machine;
  }

  /** Write what a task is as an event, as whoever writes tasks does. */
  public synchronized void write(Task task) {
    VmEvent.of(task).ifPresent(this::add);
  }

  public synchronized void add(VmEvent event) {
    events.put(event.id(), event);
  }

  /** All changes that were written, in order. */
  public synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** All events, the first first. */
  public synchronized List<VmEvent> all() {
    return sorted(events.values().stream()).reversed();
  }

  @Override
  public synchronized List<VmEvent> latest(TenantId tenant, VmId vm, int most) {
    requireThere();
    return sorted(
            events.values().stream()
                .filter(event -> event.tenant().equals(tenant) && event.vm().equals(vm)))
        .stream()
        .limit(most)
        .toList();
  }

  @Override
  public synchronized Page<VmEvent> list(TenantId tenant, VmScope scope, EventQuery query) {
    requireThere();
    List<VmEvent> found =
        sorted(
            events.values().stream()
                .filter(event -> event.tenant().equals(tenant))
                .filter(event -> event.vm().equals(query.vm()))
                .filter(event -> scope.covers(event.name(), event.vm()))
                .filter(event -> query.type() == null || query.type() == event.type())
                .filter(
                    event -> query.operator() == null || query.operator().equals(event.operator()))
                .filter(event -> query.status() == null || query.status() == event.status())
                .filter(event -> query.from() == null || !event.at().isBefore(query.from()))
                .filter(event -> query.to() == null || event.at().isBefore(query.to())));
    return new Page<>(
        found.stream().skip(query.page().offset()).limit(query.page().pageSize()).toList(),
        found.size(),
        query.page());
  }

  @Override
  public synchronized int forget(Instant before) {
    requireThere();
    int all = events.size();
    events.values().removeIf(event -> event.endedAt() != null && event.at().isBefore(before));
    return all - events.size();
  }

  @Override
  public synchronized Optional<List<Sighting>> read() {
    requireThere();
    return begun ? Optional.of(List.copyOf(sightings.values())) : Optional.empty();
  }

  @Override
  public synchronized List<Operation> operations(Set<VmId> machines, Instant endedAfter) {
    requireThere();
    return events.values().stream()
        .filter(event -> event.origin() instanceof VmEvent.Origin.Operation)
        .filter(event -> machines.contains(event.vm()))
        .filter(event -> event.endedAt() == null || event.endedAt().isAfter(endedAfter))
        .map(
            event ->
                new Operation(
                    event.vm(),
                    TaskAction.ofWireName(event.type().wireName()).orElseThrow(),
                    event.at(),
                    event.endedAt()))
        .toList();
  }

  @Override
  public synchronized boolean write(Duty duty, Entry entry) {
    requireThere();
    if (!holds.test(duty)) {
      return false;
    }
    if (entry.seen().stream().anyMatch(seen -> seen.vm().id().equals(poison))) {
      throw new IllegalStateException("cannot write " + poison);
    }
    entry.seen().forEach(seen -> sightings.put(seen.vm().id(), seen));
    entry.gone().forEach(sightings::remove);
    entry.events().forEach(this::add);
    changes.addAll(entry.changes());
    begun |= entry.begins();
    if (losing) {
      losing = false;
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    return true;
  }

  private static List<VmEvent> sorted(Stream<VmEvent> some) {
    return some.sorted(
            Comparator.comparing(VmEvent::at)
                .thenComparing(event -> event.id().toString())
                .reversed())
        .toList();
  }

  private void requireThere() {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
