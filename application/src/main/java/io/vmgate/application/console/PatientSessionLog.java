package io.vmgate.application.console;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how sessions ended while the database was away, and writes it down afterwards. What is
 * remembered is lost with the server, whose sessions are then ended as those of a lost one.
 */
public final class PatientSessionLog implements SessionLog {
  private static final Logger LOG = LoggerFactory.getLogger(PatientSessionLog.class);
  private static final int MOST = 10_000;

  private record Owed(ConsoleSession session, EndReason reason, Traffic traffic) {}

  private final SessionLog log;
  private final Deque<Owed> owed = new ArrayDeque<>();

  /** Write into this log, as soon as it can be. */
  public PatientSessionLog(SessionLog log) {
    this.log = log;
  }

  /** Answers the reason given while the database is away: nobody can know another. */
  @Override
  public EndReason end(ConsoleSession session, EndReason reason, Traffic traffic) {
    try {
      return log.end(session, reason, traffic);
    } catch (FailureException away) {
      LOG.warn("the end of session {} is written down later: {}", session.id(), away.getMessage());
      synchronized (owed) {
        if (owed.size() < MOST) {
          owed.add(new Owed(session, reason, traffic));
        }
      }
      return reason;
    }
  }

  /**
   * Write down what was remembered.
   *
   * @throws FailureException {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}; what was
   *     not written stays remembered
   */
  void catchUp() {
    for (Owed next = peek(); next != null; next = peek()) {
      log.end(next.session(), next.reason(), next.traffic());
      synchronized (owed) {
        owed.remove(next);
      }
    }
  }

  private @Nullable Owed peek() {
    synchronized (owed) {
      return owed.peek();
    }
  }
}
