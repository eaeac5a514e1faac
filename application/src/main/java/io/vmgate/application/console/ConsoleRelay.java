package io.vmgate.application.console;

import io.vmgate.domain.console.EndReason;

/**
 * A viewer and a line that are joined. Each side is read only as fast as the other takes it, so
 * what a session holds in memory is bounded and small. Safe for any number of threads.
 */
public interface ConsoleRelay {
  /** What ended the flow. */
  sealed interface Ending {
    /** For a reason that is known. */
    record Known(EndReason reason) implements Ending {}

    /** The line broke or was hung up; the machine may tell why. The viewer still waits. */
    record LineEnded() implements Ending {}
  }

  /** Wait until no bytes flow any more. */
  Ending await() throws InterruptedException;

  /** Let no more bytes flow, for this reason; the first reason counts. Returns at once. */
  void end(EndReason reason);
}
