package io.vmgate.application.console;

import java.time.Duration;

/** Opens lines to the consoles of running machines. */
public interface ConsoleDialer {
  /**
   * Dial a console and return once bytes can flow; blocks until then.
   *
   * <p>A machine has one line for its screen and one for its serial console, and a second dial ends
   * the first in silence. Without {@link ConsoleTarget#takeover} a screen that is held is not
   * taken, where the cluster knows how to tell (KubeVirt 1.7 and later).
   *
   * @param viewer who will be joined to the line
   * @param patience how long to wait for the line
   * @return an open line; the caller closes it
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.console.ConsoleFailure.LineRefused}, {@link
   *     io.vmgate.domain.console.ConsoleFailure.LineTaken}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterTimedOut}
   * @throws InterruptedException when the line is not wanted any more; nothing is open then
   */
  ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience)
      throws InterruptedException;
}
