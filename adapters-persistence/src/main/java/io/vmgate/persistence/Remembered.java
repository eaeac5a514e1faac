package io.vmgate.persistence;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers something that the database holds, and reads it anew on an interval.
 *
 * <p>While the database is away the last known value goes on being answered, however old it is.
 * Safe for any number of threads; only {@link #refresh} and the very first {@link #get} wait.
 *
 * @param <T> an immutable value
 */
public final class Remembered<T extends Object> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

  /** How long the first callers wait for each other, about as long as one of them for the pool. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String what;
  private final Supplier<T> read;
  private final ReentrantLock reading = new ReentrantLock();
  private final ScheduledExecutorService timer;
  private volatile @Nullable T known;
  private volatile boolean failing; // written by the timer's thread alone

  /**
   * Begin to read, in the background.
   *
   * @param what it is, for the log
   * @param read asks the database; throws {@link FailureException} when it is away
   */
  public Remembered(String what, Supplier<T> read, Duration interval) {
    this.what = what;
    this.read = read;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("remember-" + what).factory());
    timer.scheduleWithFixedDelay(
        this::refreshQuietly, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The last known value.
   *
   * @throws FailureException {@link PlatformFailure.DatabaseUnreachable} while nothing was ever
   *     read
   */
  public T get() {
    T value = known;
    return value != null ? value : readFirst();
  }

  /**
   * Read anew and at once, so that what was written before this call is known when it returns.
   *
   * @throws FailureException {@link PlatformFailure.DatabaseUnreachable}
   */
  public T refresh() {
    // One at a time: a read that began before a write must not end after the one that saw it.
    reading.lock();
    try {
      T value = read.get();
      known = value;
      return value;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Read anew in the background and wait for it a little, for callers that must not wait long.
   * While the database is known to be away nothing is done.
   *
   * @return what is known then
   * @throws FailureException {@link PlatformFailure.DatabaseUnreachable} while nothing was ever
   *     read
   */
  public T refreshWithin(Duration patience) {
    if (!failing) {
      try {
        timer.submit(this::refreshQuietly).get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | RejectedExecutionException stillTheOldValue) {
        LOG.debug("{}: not read within {}", what, patience);
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible); // refreshing quietly throws nothing
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return get();
  }

  /** Read no more; waits for a read that has begun, since to interrupt it costs a connection. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("{}: still being read at the end", what);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private T readFirst() {
    if (!waitForTurn()) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
    try {
      T value = known;
      return value != null ? value : refresh();
    } finally {
      reading.unlock();
    }
  }

  private boolean waitForTurn() {
    try {
      return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** An exception would end the timer; whatever went wrong may go right the next time. */
  private void refreshQuietly() {
    try {
      refresh();
      if (failing) {
        LOG.info("{}: read from the database again", what);
      }
      failing = false;
    } catch (RuntimeException failed) {
      if (!failing && !timer.isShutdown()) {
        LOG.warn("{}: the database does not answer; going on with what is known", what, failed);
      }
      failing = true;
    }
  }
}
