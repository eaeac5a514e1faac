package io.vmgate.persistence.console;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.stream.Change;
import io.vmgate.persistence.event.EventWrites;
import io.vmgate.persistence.stream.ChangeRows;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Writes how sessions begin and end, and what follows from that for events of machines and for
 * those who listen; within a transaction of their tenant.
 */
@Singleton
final class SessionWrites {
  private final SessionRows sessions;
  private final ServerSettings settings;
  private final EventWrites events;
  private final ChangeRows changes;
  private final ApplicationEventPublisher<ConsoleSession> listeners;

  SessionWrites(
      SessionRows sessions,
      ServerSettings settings,
      EventWrites events,
      ChangeRows changes,
      ApplicationEventPublisher<ConsoleSession> listeners) {
    this.sessions = sessions;
    this.settings = settings;
    this.events = events;
    this.changes = changes;
    this.listeners = listeners;
  }

  /** Begin the session; answers false where somebody else is on the console already. */
  boolean begin(ConsoleSession session) {
    Caller caller = session.caller();
    boolean begun =
        sessions.begin(
                session.id().value(),
                caller.tenant().value(),
                caller.user().value(),
                caller.username(),
                ConsoleRowMapper.roles(caller),
                ConsoleRowMapper.signIn(caller),
                session.vm().value(),
                session.vmName().namespace(),
                session.vmName().name(),
                session.protocol().wireName(),
                session.viewOnly(),
                session.clientAddress(),
                session.connectedAt(),
                session.server().value())
            > 0;
    if (begun) {
      announce(session);
    }
    return begun;
  }

  /** End the session unless it has ended; answers whether it had not. */
  boolean end(ConsoleSession session, EndReason reason, Instant at) {
    boolean ended = sessions.end(session.id().value(), at, reason.code(), reason.arguments()) > 0;
    if (ended) {
      announce(session.ended(at, reason));
    }
    return ended;
  }

  /** End those of the machine's sessions whose server is gone. */
  void endLostOfMachine(UUID vm) {
    announce(sessions.endLostOfMachine(vm, settings.seconds()));
  }

  /** End the session if its server is gone; answers whether it did. */
  boolean endLost(UUID session) {
    return announce(sessions.endLost(session, settings.seconds()));
  }

  private boolean announce(List<SessionRow> ended) {
    ended.stream().map(ConsoleRowMapper::toSession).forEach(this::announce);
    return !ended.isEmpty();
  }

  private void announce(ConsoleSession session) {
    listeners.publishEvent(session);
    events.writeConsole(session);
    changes.write(List.of(new Change.ConsoleShown(session)));
  }
}
