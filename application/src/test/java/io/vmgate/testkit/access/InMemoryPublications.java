package io.vmgate.testkit.access;

import io.vmgate.application.access.PublicationBook;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmName;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps requests to publish in memory: one lock, no index. */
public final class InMemoryPublications implements PublicationBook {
  private record Entry(Request request, boolean withdrawn, @Nullable Answer answer) {}

  private final Predicate<Duty> holds;
  private final Map<UUID, Entry> entries = new LinkedHashMap<>();
  private final Map<UUID, VmEvent> events = new LinkedHashMap<>();
  private boolean away;

  /** Let nobody remove expired services who does not hold the duty. */
  public InMemoryPublications(Predicate<Duty> holds) {
    this.holds = holds;
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  /** All events that were written, the first first. */
  public synchronized List<VmEvent> events() {
    return List.copyOf(events.values());
  }

  @Override
  public synchronized Optional<Reservation> find(Request request) {
    requireThere();
    return known(request);
  }

  @Override
  public synchronized Reservation reserve(
      Request request, Set<VmName> shown, Instant heldSince, int most) {
    requireThere();
    Optional<Reservation> known = known(request);
    if (known.isPresent() && !(known.get() instanceof Reservation.Unfinished)) {
      return known.get();
    }
    Set<VmName> places = new HashSet<>(shown);
    entries.values().stream()
        .filter(entry -> entry.request().tenant().equals(request.tenant()))
        .filter(entry -> !entry.withdrawn() && !entry.request().at().isBefore(heldSince))
        .forEach(entry -> places.add(nameOf(entry)));
    if (known.isPresent()
        && known.get() instanceof Reservation.Unfinished(var first, var firstName)) {
      if (!places.contains(new VmName(request.namespace(), firstName)) && places.size() >= most) {
        return new Reservation.Full();
      }
      entries.computeIfPresent(first, (_, entry) -> heldAnew(entry, request.at()));
      return known.get();
    }
    if (places.size() >= most) {
      return new Reservation.Full();
    }
    entries.put(request.id(), new Entry(request, false, null));
    return new Reservation.Reserved();
  }

  @Override
  public synchronized void published(TenantId tenant, UUID request, Answer answer, VmEvent event) {
    requireThere();
    entries.computeIfPresent(
        request, (_, entry) -> new Entry(entry.request(), entry.withdrawn(), answer));
    events.put(event.id(), event);
  }

  @Override
  public synchronized void failed(TenantId tenant, UUID request) {
    requireThere();
    Entry entry = entries.get(request);
    if (entry != null && entry.answer() == null) {
      entries.remove(request);
    }
  }

  @Override
  public synchronized void note(TenantId tenant, VmEvent event) {
    requireThere();
    events.put(event.id(), event);
  }

  @Override
  public synchronized List<VmEvent> removalsUnderWay(Instant before) {
    requireThere();
    return events.values().stream()
        .filter(event -> event.status() == TaskStatus.RUNNING && event.at().isBefore(before))
        .filter(event -> event.type() != EventType.PUBLISH)
        .toList();
  }

  @Override
  public synchronized void withdrawn(
      TenantId tenant, String namespace, String name, VmEvent event) {
    requireThere();
    withdraw(tenant, new VmName(namespace, name));
    events.put(event.id(), event);
  }

  @Override
  public synchronized boolean expired(
      Duty duty, TenantId tenant, String namespace, String name, VmEvent event) {
    requireThere();
    if (!holds.test(duty)) {
      return false;
    }
    withdraw(tenant, new VmName(namespace, name));
    events.put(event.id(), event);
    return true;
  }

  @Override
  public synchronized int forget(TenantId tenant, Instant before) {
    requireThere();
    int all = entries.size();
    entries
        .values()
        .removeIf(
            entry ->
                entry.request().tenant().equals(tenant) && entry.request().at().isBefore(before));
    return all - entries.size();
  }

  private void withdraw(TenantId tenant, VmName name) {
    entries.replaceAll(
        (_, entry) ->
            entry.request().tenant().equals(tenant) && nameOf(entry).equals(name)
                ? new Entry(entry.request(), true, entry.answer())
                : entry);
  }

  private Optional<Reservation> known(Request request) {
    if (request.key() == null) {
      return Optional.empty();
    }
    return entries.values().stream()
        .filter(entry -> isSameKey(entry.request(), request))
        .findFirst()
        .map(entry -> reservation(entry, request));
  }

  private static boolean isSameKey(Request known, Request request) {
    return known.tenant().equals(request.tenant())
        && known.user().equals(request.user())
        && known.key() != null
        && known.key().equals(request.key())
        && !known.at().isBefore(request.keysValidSince());
  }

  private static Reservation reservation(Entry entry, Request request) {
    Answer answer = entry.answer();
    if (!entry.request().fingerprint().equals(request.fingerprint())) {
      return new Reservation.KeyReused();
    }
    return answer == null
        ? new Reservation.Unfinished(entry.request().id(), entry.request().serviceName())
        : new Reservation.Repeated(answer);
  }

  private static Entry heldAnew(Entry entry, Instant at) {
    Request old = entry.request();
    return new Entry(
        new Request(
            old.id(),
            old.tenant(),
            old.user(),
            old.key(),
            old.fingerprint(),
            old.keysValidSince(),
            old.vm(),
            old.namespace(),
            old.serviceName(),
            at),
        entry.withdrawn(),
        entry.answer());
  }

  private static VmName nameOf(Entry entry) {
    return new VmName(entry.request().namespace(), entry.request().serviceName());
  }

  private void requireThere() {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
