package io.vmgate.application.console;

import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Count what all connections of a session on this server have carried together, and remember when a
 * person last did something on any of them. Safe for any number of threads.
 */
public final class SessionMeter {
  private final LongAdder toViewerBytes = new LongAdder();
  private final LongAdder toMachineBytes = new LongAdder();
  private volatile long activeNanos = System.nanoTime();
  private volatile boolean canSeePerson;
  private volatile @Nullable Duration latency;

  private SessionMeter(boolean canSeePerson) {
    this.canSeePerson = canSeePerson;
  }

  /**
   * Begin with nothing carried. A person of SPICE is only seen on one of its channels, which may be
   * another server's: until it is seen here, nobody is found idle here.
   */
  public static SessionMeter of(ConsoleProtocol protocol) {
    return new SessionMeter(protocol != ConsoleProtocol.SPICE);
  }

  /** A person is there, or was until now. */
  public void active() {
    activeNanos = System.nanoTime();
    canSeePerson = true;
  }

  /** For how long no person has done anything, as far as it can be seen from here. */
  public Duration idle() {
    return canSeePerson ? Duration.ofNanos(System.nanoTime() - activeNanos) : Duration.ZERO;
  }

  /** A message to the viewer and its answer took so long, just now. */
  public void roundTrip(Duration took) {
    latency = took;
  }

  /** How long the way to the viewer and back took last; empty until it was measured. */
  public Optional<Duration> latency() {
    return Optional.ofNullable(latency);
  }

  /** Bytes of the console's own protocol went to the viewer. */
  public void toViewer(int bytes) {
    toViewerBytes.add(bytes);
  }

  /** Likewise to the machine. */
  public void toMachine(int bytes) {
    toMachineBytes.add(bytes);
  }

  /** What has been carried until now. */
  public Traffic traffic() {
    return new Traffic(toViewerBytes.sum(), toMachineBytes.sum());
  }
}
