package io.vmgate.cli.session;

import java.time.Duration;

/** When patience ends. */
public final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  /** So long from now. */
  public static Deadline in(Duration patience) {
    return new Deadline(System.nanoTime() + patience.toNanos());
  }

  /** What is left; zero when there is none. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /**
   * Wait a little, but not beyond the end.
   *
   * @return whether there was time left
   */
  public boolean pause(Duration pause) {
    Duration left = left();
    if (left.isZero()) {
      return false;
    }
    try {
      Thread.sleep(left.compareTo(pause) < 0 ? left : pause);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
