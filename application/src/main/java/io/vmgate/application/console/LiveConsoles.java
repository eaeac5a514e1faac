package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows the sessions whose connections this server holds, so that they can be ended. A SPICE
 * session has several connections. Safe for any number of threads.
 */
public final class LiveConsoles {
  /** Of one session: SPICE clients open about ten. */
  static final int MOST_CONNECTIONS = 16;

  private final Map<SessionId, Party> held = new ConcurrentHashMap<>();
  private volatile @Nullable EndReason closed;

  /** One connection of a session. */
  public interface Held {
    /** Whose connection this is. */
    ConsoleSession session();

    /** Let no more bytes flow; the first reason counts. Returns at once. */
    void end(EndReason reason);
  }

  /** What a session has on this server. */
  private record Party(Set<Held> connections, SessionMeter meter) {
    static Party of(ConsoleSession session) {
      return new Party(ConcurrentHashMap.newKeySet(), SessionMeter.of(session.protocol()));
    }
  }

  /**
   * Know a connection from now on, until {@link #remove}.
   *
   * @return what it shares with the other connections of its session; null when that has as many as
   *     it may have, and this is not known
   */
  @Nullable SessionMeter add(Held connection) {
    Party party =
        held.compute(
            connection.session().id(),
            (_, others) -> {
              Party all = others == null ? Party.of(connection.session()) : others;
              if (all.connections.size() < MOST_CONNECTIONS) {
                all.connections.add(connection);
              }
              return all;
            });
    if (!party.connections.contains(connection)) {
      return null;
    }
    EndReason reason = closed; // read after it was added: whoever closes sees it, or it sees that
    if (reason != null) {
      connection.end(reason);
    }
    return party.meter;
  }

  void remove(Held connection) {
    held.computeIfPresent(
        connection.session().id(),
        (_, all) -> {
          all.connections.remove(connection);
          return all.connections.isEmpty() ? null : all;
        });
  }

  /** End a session's connections, if this server holds any. */
  public void end(SessionId session, EndReason reason) {
    Party party = held.get(session);
    if (party != null) {
      party.connections.forEach(connection -> connection.end(reason));
    }
  }

  /** End all sessions that the condition holds for. */
  public void endIf(Predicate<ConsoleSession> condition, EndReason reason) {
    held.values().stream()
        .flatMap(party -> party.connections.stream())
        .filter(connection -> condition.test(connection.session()))
        .forEach(connection -> connection.end(reason));
  }

  /** End all sessions, and each that comes later as soon as it comes. */
  void close(EndReason reason) {
    closed = reason;
    endIf(_ -> true, reason);
  }

  /** The sessions of which this server holds a connection. */
  public Set<SessionId> sessions() {
    return held.keySet().stream().collect(Collectors.toUnmodifiableSet());
  }

  /** The same, with all that is known of them; in any order. */
  public List<ConsoleSession> held() {
    return held.values().stream()
        .flatMap(party -> party.connections.stream().limit(1))
        .map(Held::session)
        .toList();
  }

  /** How long the way to a session's viewer and back takes; empty where this is not known here. */
  public Optional<Duration> latency(SessionId session) {
    return Optional.ofNullable(held.get(session)).flatMap(party -> party.meter.latency());
  }

  /** How many connections this server holds. */
  public int connections() {
    return held.values().stream().mapToInt(party -> party.connections.size()).sum();
  }
}
