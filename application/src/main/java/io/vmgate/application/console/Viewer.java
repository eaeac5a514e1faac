package io.vmgate.application.console;

import io.vmgate.domain.console.EndReason;

/**
 * Somebody's viewer: a client that was let in and waits to be joined to a line.
 *
 * <p>Until it is joined nothing is read from it, however much it sends.
 */
public interface Viewer {
  /**
   * Join viewer and line; bytes flow from now on.
   *
   * @param meter is told of each byte and of each sign of a person, and asked who is idle
   */
  ConsoleRelay join(ConsoleLine line, RelayRules rules, SessionMeter meter);

  /** Whether the viewer has gone before it was joined. */
  boolean hasLeft();

  /** Close the connection and tell the viewer why. Closing twice does nothing. */
  void close(EndReason reason);
}
