package io.vmgate.simulator.lifecycle;

import java.time.Duration;

/** Runs work later, one piece at a time, in the order it is due. */
public interface Timers extends AutoCloseable {
  /** Run work after a while; zero means as soon as possible, never at once. */
  void after(Duration delay, Runnable work);

  /** Drop what is not yet due. */
  @Override
  void close();
}
