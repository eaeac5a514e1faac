package io.vmgate.testkit.console;

import io.vmgate.application.console.LatencyBook;
import io.vmgate.application.console.ServerLog;
import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.application.console.TicketBook;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.ConsoleTicket;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.TicketHash;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps tickets, sessions and signs of life in memory: one lock, no index. */
public final class InMemoryConsoles
    implements TicketBook, SessionBook, SessionLog, ServerLog, LatencyBook {
  /** How long a server may be silent. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private record Beats(Instant last, Instant steadySince) {}

  private final Map<TicketHash, ConsoleTicket> tickets = new HashMap<>();
  private final Map<TicketHash, SessionId> spent = new HashMap<>();
  private final Map<SessionId, ConsoleSession> sessions = new LinkedHashMap<>();
  private final Map<ServerId, Beats> beats = new HashMap<>();
  private final Map<SessionId, Duration> latencies = new HashMap<>();
  private final InstantSource clock;
  private boolean away;

  /** Judge servers by this clock. */
  public InMemoryConsoles(InstantSource clock) {
    this.clock = clock;
  }

  /** Be away, or back. */
  public synchronized void beAway(boolean whether) {
    away = whether;
  }

  /** Every session there is, the oldest first. */
  public synchronized List<ConsoleSession> all() {
    return sessions.values().stream().map(this::asOfNow).toList();
  }

  @Override
  public synchronized void add(ConsoleTicket ticket) {
    requireThere();
    tickets.put(ticket.hash(), ticket);
  }

  @Override
  public synchronized Optional<Found> find(TicketHash hash) {
    requireThere();
    return Optional.ofNullable(tickets.get(hash))
        .map(ticket -> new Found(ticket, sessionOf(spent.get(hash))));
  }

  @Override
  public synchronized Redemption redeem(
      ConsoleTicket ticket, ConsoleSession session, boolean takeover) {
    requireThere();
    boolean good =
        tickets.containsKey(ticket.hash())
            && !spent.containsKey(ticket.hash())
            && session.connectedAt().isBefore(ticket.expiresAt());
    if (!good) {
      return new Redemption.Spent();
    }
    ConsoleSession holder = holder(session);
    if (holder != null && !holder.caller().tenant().equals(session.caller().tenant())) {
      return new Redemption.Held(null);
    }
    if (holder != null && !takeover) {
      return new Redemption.Held(holder);
    }
    if (holder != null) {
      EndReason reason = new EndReason.TakenOver(session.caller().username());
      sessions.put(holder.id(), holder.ended(session.connectedAt(), reason));
    }
    beats.putIfAbsent(session.server(), new Beats(clock.instant(), clock.instant()));
    spent.put(ticket.hash(), session.id());
    sessions.put(session.id(), session);
    return new Redemption.Begun(holder == null ? null : holder.id());
  }

  @Override
  public synchronized int forgetTickets(TenantId tenant, Instant before) {
    requireThere();
    Set<TicketHash> old =
        tickets.values().stream()
            .filter(ticket -> ticket.caller().tenant().equals(tenant))
            .filter(ticket -> ticket.expiresAt().isBefore(before))
            .map(ConsoleTicket::hash)
            .filter(hash -> !isLive(sessionOf(spent.get(hash))))
            .collect(Collectors.toSet());
    tickets.keySet().removeAll(old);
    spent.keySet().removeAll(old);
    return old.size();
  }

  @Override
  public synchronized int forgetSessions(TenantId tenant, Instant endedBefore) {
    requireThere();
    Set<SessionId> old =
        of(tenant)
            .filter(session -> session.end() != null && session.end().at().isBefore(endedBefore))
            .map(ConsoleSession::id)
            .collect(Collectors.toSet());
    sessions.keySet().removeAll(old);
    return old.size();
  }

  @Override
  public synchronized List<ConsoleSession> live(TenantId tenant, VmId vm) {
    requireThere();
    return of(tenant)
        .filter(session -> session.vm().equals(vm) && session.end() == null)
        .sorted(Comparator.comparing(ConsoleSession::connectedAt))
        .toList();
  }

  @Override
  public synchronized Optional<ConsoleSession> lastEnded(TenantId tenant, VmId vm) {
    requireThere();
    return of(tenant)
        .filter(session -> session.vm().equals(vm) && session.end() != null)
        .max(Comparator.comparing(session -> endOf(session).at()));
  }

  @Override
  public synchronized Set<SessionId> end(
      TenantId tenant, VmId vm, Predicate<ConsoleSession> meant, EndReason reason, Instant at) {
    return end(live(tenant, vm).stream().filter(meant).toList(), reason, at);
  }

  @Override
  public synchronized Set<SessionId> endAll(
      TenantId tenant, SignInId signIn, EndReason reason, Instant at) {
    requireThere();
    tickets
        .values()
        .removeIf(
            ticket ->
                ticket.caller().tenant().equals(tenant)
                    && signIn.equals(ticket.caller().signIn())
                    && !spent.containsKey(ticket.hash()));
    return end(
        of(tenant)
            .filter(session -> session.end() == null && signIn.equals(session.caller().signIn()))
            .toList(),
        reason,
        at);
  }

  @Override
  public synchronized Map<SessionId, EndReason> endedAmong(TenantId tenant, Set<SessionId> ids) {
    requireThere();
    return of(tenant)
        .filter(session -> ids.contains(session.id()) && session.end() != null)
        .collect(Collectors.toMap(ConsoleSession::id, session -> endOf(session).reason()));
  }

  @Override
  public synchronized EndReason end(ConsoleSession session, EndReason reason, Traffic traffic) {
    requireThere();
    ConsoleSession known = sessions.getOrDefault(session.id(), session);
    ConsoleSession.End end =
        known.end() == null
            ? new ConsoleSession.End(clock.instant(), reason, traffic)
            : known.end();
    sessions.replace(
        session.id(), withEnd(known, new ConsoleSession.End(end.at(), end.reason(), traffic)));
    return end.reason();
  }

  @Override
  public synchronized void beat(ServerId server) {
    requireThere();
    Instant now = clock.instant();
    Beats before = beats.getOrDefault(server, new Beats(now, now.minus(PATIENCE)));
    beats.put(server, new Beats(now, isSilent(before) ? now : before.steadySince()));
  }

  @Override
  public synchronized List<ConsoleSession> unfinished(ServerId server) {
    requireThere();
    return sessions.values().stream()
        .filter(session -> session.server().equals(server) && session.end() == null)
        .toList();
  }

  @Override
  public synchronized int endSessionsOfLostServers() {
    requireThere();
    Collection<ConsoleSession> lost =
        sessions.values().stream()
            .filter(session -> session.end() == null && isLost(session.server()))
            .toList();
    lost.forEach(session -> sessions.put(session.id(), asOfNow(session)));
    return lost.size();
  }

  @Override
  public synchronized void retire(ServerId server) {
    requireThere();
    beats.remove(server);
  }

  private Set<SessionId> end(List<ConsoleSession> meant, EndReason reason, Instant at) {
    meant.forEach(session -> sessions.put(session.id(), session.ended(at, reason)));
    return meant.stream().map(ConsoleSession::id).collect(Collectors.toCollection(HashSet::new));
  }

  private Stream<ConsoleSession> of(TenantId tenant) {
    return sessions.values().stream()
        .filter(session -> session.caller().tenant().equals(tenant))
        .map(this::asOfNow);
  }

  @Override
  public synchronized void note(TenantId tenant, Map<SessionId, Duration> measured) {
    requireThere();
    of(tenant)
        .filter(session -> session.end() == null)
        .map(ConsoleSession::id)
        .filter(measured::containsKey)
        .forEach(id -> latencies.put(id, measured.get(id)));
  }

  @Override
  public synchronized Map<SessionId, Duration> noted(TenantId tenant, Set<SessionId> ids) {
    requireThere();
    return of(tenant)
        .map(ConsoleSession::id)
        .filter(id -> ids.contains(id) && latencies.containsKey(id))
        .collect(Collectors.toMap(id -> id, latencies::get));
  }

  private @Nullable ConsoleSession sessionOf(@Nullable SessionId id) {
    ConsoleSession session = id == null ? null : sessions.get(id);
    return session == null ? null : asOfNow(session);
  }

  private @Nullable ConsoleSession holder(ConsoleSession newcomer) {
    return sessions.values().stream()
        .filter(session -> session.vm().equals(newcomer.vm()))
        .filter(session -> session.protocol() == newcomer.protocol())
        .map(this::asOfNow)
        .filter(session -> session.end() == null)
        .findFirst()
        .orElse(null);
  }

  private ConsoleSession asOfNow(ConsoleSession session) {
    return session.end() == null && isLost(session.server())
        ? session.ended(lastBeat(session), new EndReason.ServerLost())
        : session;
  }

  private Instant lastBeat(ConsoleSession session) {
    Beats known = beats.get(session.server());
    return known == null || known.last().isBefore(session.connectedAt())
        ? session.connectedAt()
        : known.last();
  }

  private boolean isLost(ServerId server) {
    return isSilent(beats.get(server)) && beats.values().stream().anyMatch(this::isWitness);
  }

  private boolean isWitness(Beats known) {
    return !isSilent(known) && !known.steadySince().isAfter(clock.instant().minus(PATIENCE));
  }

  private boolean isSilent(@Nullable Beats known) {
    return known == null || known.last().isBefore(clock.instant().minus(PATIENCE));
  }

  private static boolean isLive(@Nullable ConsoleSession session) {
    return session != null && session.end() == null;
  }

  private static ConsoleSession.End endOf(ConsoleSession session) {
    ConsoleSession.End end = session.end();
    if (end == null) {
      throw new IllegalStateException("lives: session " + session.id());
    }
    return end;
  }

  private static ConsoleSession withEnd(ConsoleSession session, ConsoleSession.End end) {
    return new ConsoleSession(
        session.id(),
        session.caller(),
        session.vm(),
        session.vmName(),
        session.protocol(),
        session.viewOnly(),
        session.clientAddress(),
        session.connectedAt(),
        session.server(),
        end);
  }

  private void requireThere() {
    if (away) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
