package io.vmgate.application.console;

import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;

/** Writes down how sessions of this server end. */
public interface SessionLog {
  /**
   * Write down that a session has ended. The reason that was written first stays: somebody else who
   * ended it knew better why.
   *
   * @return the reason that stands
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}; the session is then shown as ended
   *     once the database is back
   */
  EndReason end(ConsoleSession session, EndReason reason, Traffic traffic);
}
