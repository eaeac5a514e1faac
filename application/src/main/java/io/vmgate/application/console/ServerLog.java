package io.vmgate.application.console;

import io.vmgate.domain.ServerId;
import io.vmgate.domain.console.ConsoleSession;
import java.util.List;

/**
 * Knows which of the platform's servers live, by the database's own clock: a server that has given
 * no sign of life for too long is gone, provided that another one could reach the database all the
 * while.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
public interface ServerLog {
  /** Give a sign of life. */
  void beat(ServerId server);

  /** The sessions of which it is written that this server holds them, and that have not ended. */
  List<ConsoleSession> unfinished(ServerId server);

  /**
   * Write down that the sessions of servers that are gone have ended; safe for any number of
   * servers at once.
   *
   * @return how many this call ended
   */
  int endSessionsOfLostServers();

  /** Strike a server off that goes down in order and holds no session any more. */
  void retire(ServerId server);
}
