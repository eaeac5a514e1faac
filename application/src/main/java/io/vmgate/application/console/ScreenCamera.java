package io.vmgate.application.console;

import io.vmgate.domain.vm.VmName;
import java.time.Duration;

/** Takes pictures of the screens of running machines. Whoever is on the console notices nothing. */
public interface ScreenCamera {
  /**
   * Take a picture; blocks until it is there.
   *
   * @param patience how long to wait for the cluster to answer
   * @return a PNG image
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.console.ConsoleFailure.LineRefused}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterTimedOut}
   */
  byte[] shoot(VmName vm, Duration patience);
}
