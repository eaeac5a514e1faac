package io.vmgate.simulator.lifecycle;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time, on one thread. */
public final class ThreadTimers implements Timers {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadTimers.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, work -> Thread.ofPlatform().name("simulator-lifecycle").daemon().unstarted(work));

  @Override
  public void after(Duration delay, Runnable work) {
    try {
      var _ = thread.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("Work came after the end", closed);
    }
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException bug) {
      LOG.error("A life-cycle step failed", bug);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
