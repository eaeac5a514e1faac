package io.vmgate.testkit.task;

import io.vmgate.application.task.RequestKey;
import io.vmgate.application.task.TaskBook;
import io.vmgate.application.task.TaskQueue;
import io.vmgate.application.task.TaskReport;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.Children;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskQuery;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps tasks and their queue in memory: one lock, no index. */
public final class InMemoryTasks implements TaskBook, TaskQueue {
  private record Place(
      String vmId, TenantId tenant, @Nullable UUID worker, long number, Instant end) {}

  private record Remembered(String fingerprint, TaskId task, Instant at) {}

  private record KeyOf(TenantId tenant, Object user, String key) {}

  private final Map<TaskId, Task> tasks = new LinkedHashMap<>();
  private final Map<TaskId, Long> revisions = new HashMap<>();
  private final Map<TaskId, Place> places = new LinkedHashMap<>();
  private final Map<KeyOf, Remembered> keys = new HashMap<>();
  private final InstantSource clock;
  private boolean away;

  /** Let leases run out by this clock. */
  public InMemoryTasks(InstantSource clock) {
    this.clock = clock;
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  /** Whether every lease has run out by the clock; answered even while away. */
  public synchronized boolean isNothingLeased() {
    Instant now = clock.instant();
    return places.values().stream().noneMatch(place -> place.end().isAfter(now));
  }

  @Override
  public synchronized Acceptance accept(Task task, @Nullable RequestKey key) {
    requireThere();
    Optional<Acceptance> before = key == null ? Optional.empty() : answered(key);
    if (before.isPresent()) {
      return before.get();
    }
    Optional<TaskId> holder = holder(task);
    if (holder.isPresent()) {
      return new Acceptance.Busy(holder.get());
    }
    add(task);
    remember(key, task);
    return new Acceptance.Accepted();
  }

  @Override
  public synchronized Acceptance acceptBatch(
      Task batch, List<Task> children, @Nullable RequestKey key) {
    requireThere();
    Optional<Acceptance> before = key == null ? Optional.empty() : answered(key);
    if (before.isPresent()) {
      return before.get();
    }
    add(batch);
    for (Task child : children) {
      Optional<TaskId> holder = child.state().hasEnded() ? Optional.empty() : holder(child);
      add(holder.map(task -> child.failed(child.createdAt(), TaskReason.busy(task))).orElse(child));
    }
    conclude(batch.id(), batch.createdAt());
    remember(key, batch);
    return new Acceptance.Accepted();
  }

  @Override
  public synchronized Optional<Acceptance> answered(RequestKey key) {
    requireThere();
    Remembered found = keys.get(new KeyOf(key.tenant(), key.user(), key.key()));
    if (found == null || found.at().isBefore(key.validSince())) {
      return Optional.empty();
    }
    return Optional.of(
        found.fingerprint().equals(key.fingerprint())
            ? new Acceptance.Repeated(found.task())
            : new Acceptance.KeyReused());
  }

  @Override
  public synchronized Optional<TaskReport> find(TenantId tenant, TaskId id) {
    requireThere();
    return Optional.ofNullable(tasks.get(id))
        .filter(task -> task.tenant().equals(tenant))
        .map(this::report);
  }

  @Override
  public synchronized Page<TaskReport> list(TenantId tenant, VmScope scope, TaskQuery query) {
    requireThere();
    List<TaskReport> found =
        tasks.values().stream()
            .filter(task -> task.tenant().equals(tenant) && task.isWithin(scope))
            .filter(task -> matches(task, query))
            .sorted(Comparator.comparing((Task task) -> task.id().value().toString()).reversed())
            .map(this::report)
            .toList();
    return new Page<>(
        found.stream().skip(query.page().offset()).limit(query.page().pageSize()).toList(),
        found.size(),
        query.page());
  }

  @Override
  public synchronized Map<TaskId, Long> revisions(TenantId tenant, Set<TaskId> ids) {
    requireThere();
    return revisions.entrySet().stream()
        .filter(entry -> ids.contains(entry.getKey()))
        .filter(entry -> task(entry.getKey()).tenant().equals(tenant))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public synchronized boolean cancel(TenantId tenant, TaskId id, Instant at) {
    requireThere();
    Task task = tasks.get(id);
    if (task == null || !task.tenant().equals(tenant) || !task.canBeCancelled()) {
      return false;
    }
    replace(task.cancelled(at), at);
    return true;
  }

  @Override
  public synchronized int forget(TenantId tenant, Instant endedBefore, Instant keysBefore) {
    requireThere();
    Set<TaskId> old = new HashSet<>();
    tasks.values().stream()
        .filter(task -> task.tenant().equals(tenant) && task.parent() == null)
        .filter(task -> isBefore(task.state().endedAt(), endedBefore))
        .forEach(task -> old.add(task.id()));
    int before = tasks.size();
    tasks.values().removeIf(task -> old.contains(task.id()) || old.contains(parentOf(task)));
    revisions.keySet().retainAll(tasks.keySet());
    keys.entrySet()
        .removeIf(
            entry ->
                entry.getKey().tenant().equals(tenant)
                    && (entry.getValue().at().isBefore(keysBefore)
                        || !tasks.containsKey(entry.getValue().task())));
    return before - tasks.size();
  }

  @Override
  public synchronized List<Lease> lease(UUID worker, int most, Duration term) {
    requireThere();
    Instant now = clock.instant();
    List<TaskId> free =
        places.entrySet().stream()
            .filter(entry -> !entry.getValue().end().isAfter(now))
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    return free.stream()
        .map(
            id -> {
              Place place = place(id);
              long number = place.number() + 1;
              places.put(
                  id, new Place(place.vmId(), place.tenant(), worker, number, now.plus(term)));
              return new Lease(id, place.tenant(), worker, number);
            })
        .toList();
  }

  @Override
  public synchronized Set<TaskId> extend(UUID worker, Set<TaskId> held, Duration term) {
    requireThere();
    Instant end = clock.instant().plus(term);
    Set<TaskId> still =
        places.entrySet().stream()
            .filter(entry -> held.contains(entry.getKey()))
            .filter(entry -> worker.equals(entry.getValue().worker()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    places.replaceAll(
        (task, place) ->
            still.contains(task)
                ? new Place(place.vmId(), place.tenant(), worker, place.number(), end)
                : place);
    return still;
  }

  @Override
  public synchronized void release(UUID worker) {
    requireThere();
    places.replaceAll(
        (_, place) ->
            worker.equals(place.worker())
                ? new Place(place.vmId(), place.tenant(), null, place.number(), Instant.MIN)
                : place);
  }

  @Override
  public synchronized Optional<TaskId> oldestWaiting() {
    requireThere();
    Instant now = clock.instant();
    return places.entrySet().stream()
        .filter(entry -> !entry.getValue().end().isAfter(now))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public synchronized Optional<Task> read(Lease lease) {
    requireThere();
    return isValid(lease) ? Optional.of(task(lease.task())) : Optional.empty();
  }

  @Override
  public synchronized boolean write(Lease lease, Task task) {
    requireThere();
    if (!isValid(lease)) {
      return false;
    }
    replace(task, Objects.requireNonNullElse(task.state().endedAt(), Instant.MIN));
    return true;
  }

  private boolean isValid(Lease lease) {
    Place place = places.get(lease.task());
    return place != null
        && lease.worker().equals(place.worker())
        && place.number() == lease.number();
  }

  private void add(Task task) {
    tasks.put(task.id(), task);
    revisions.put(task.id(), 0L);
    Task.Subject subject = task.subject();
    if (!task.state().hasEnded() && subject != null) {
      places.put(task.id(), new Place(subject.id(), task.tenant(), null, 0, Instant.MIN));
    }
  }

  private void replace(Task task, Instant at) {
    tasks.put(task.id(), task);
    revisions.merge(task.id(), 1L, Long::sum);
    if (task.state().hasEnded()) {
      places.remove(task.id());
    }
    if (task.parent() != null) {
      conclude(task.parent(), at);
    }
  }

  private void conclude(TaskId batch, Instant at) {
    tasks.put(batch, children(batch).conclude(task(batch), at));
    revisions.merge(batch, 1L, Long::sum);
  }

  private Children children(TaskId batch) {
    return new Children(
        tasks.values().stream().filter(task -> batch.equals(task.parent())).toList());
  }

  private TaskReport report(Task task) {
    return new TaskReport(
        task, revisions.getOrDefault(task.id(), 0L), task.isBatch() ? children(task.id()) : null);
  }

  private Optional<TaskId> holder(Task task) {
    Task.Subject subject = Objects.requireNonNull(task.subject());
    return places.entrySet().stream()
        .filter(entry -> entry.getValue().vmId().equals(subject.id()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void remember(@Nullable RequestKey key, Task task) {
    if (key != null) {
      keys.put(
          new KeyOf(key.tenant(), key.user(), key.key()),
          new Remembered(key.fingerprint(), task.id(), task.createdAt()));
    }
  }

  private Task task(TaskId id) {
    return Objects.requireNonNull(tasks.get(id));
  }

  private Place place(TaskId id) {
    return Objects.requireNonNull(places.get(id));
  }

  private void requireThere() {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }

  private static @Nullable TaskId parentOf(Task task) {
    return task.parent();
  }

  private static boolean isBefore(@Nullable Instant instant, Instant limit) {
    return instant != null && instant.isBefore(limit);
  }

  private static boolean matches(Task task, TaskQuery query) {
    Task.Subject subject = task.subject();
    return (query.vmId() == null || subject != null && query.vmId().equals(subject.id()))
        && (query.status() == null || query.status() == task.state().status())
        && (query.operator() == null || query.operator().equals(task.operator()))
        && (query.parent() == null || query.parent().equals(task.parent()));
  }
}
