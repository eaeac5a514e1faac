package io.vmgate.application.task;

import io.vmgate.application.IdSource;
import io.vmgate.application.task.TaskQueue.Lease;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries tasks out: leases them, gives each a thread of its own, and keeps the leases alive.
 *
 * <p>One of these in each replica; any number of replicas share a queue. It goes on by itself when
 * the database or the cluster come back.
 */
public final class TaskWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);

  /** How often to look for tasks that other replicas accepted, or left behind. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final int MOST_AT_ONCE = 100;
  private static final long FIRST_LEASE = 1;
  private static final int FAULTS_BEFORE_GIVING_UP = 5;

  private final TaskQueue queue;
  private final BoundedPower power;
  private final VmInventory inventory;
  private final TaskWatch watch;
  private final TaskLimits limits;
  private final InstantSource clock;
  private final UUID worker;
  private final Map<TaskId, Lease> held = new ConcurrentHashMap<>();
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());
  private final LongAdder takenOver = new LongAdder();
  private volatile long extendedNanos = System.nanoTime();

  /**
   * Prepare to work; {@link #start} begins.
   *
   * @param power is asked by at most {@link TaskLimits#callsAtOnce} threads at once
   */
  public TaskWorker(
      TaskQueue queue,
      MachinePower power,
      VmInventory inventory,
      TaskWatch watch,
      TaskLimits limits,
      IdSource ids,
      InstantSource clock) {
    this.queue = queue;
    this.power = new BoundedPower(power, limits.callsAtOnce());
    this.inventory = inventory;
    this.watch = watch;
    this.limits = limits;
    this.clock = clock;
    this.worker = ids.next();
  }

  /** Begin to work; returns at once. */
  public void start() {
    watch.onAccepted(news::release);
    threads.execute(() -> repeat(this::takeTasks, this::awaitNews));
    threads.execute(
        () -> repeat(this::extendLeases, () -> awaitClosing(limits.lease().dividedBy(4))));
  }

  /** How many tasks are being carried out here. */
  public int running() {
    return held.size();
  }

  /** How many tasks were taken over here so far that another replica had begun. */
  public long takenOver() {
    return takenOver.sum();
  }

  /**
   * Stop, handing tasks over to whoever works on. A call to the cluster that has begun is waited
   * for, so that its answer is known.
   */
  @Override
  public void close() {
    closing.countDown();
    news.release();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(
          limits.askPatience().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} tasks were left in the middle of a step", held.size());
        threads.shutdownNow();
      }
      queue.release(worker);
    } catch (FailureException away) {
      LOG.warn("leases run out by themselves, they could not be given back: {}", away.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void repeat(Runnable work, Runnable pause) {
    while (!isClosing()) {
      try {
        work.run();
      } catch (FailureException away) {
        LOG.debug("{}: tried again soon", away.getMessage());
        awaitClosing(BETWEEN_TRIES);
      } catch (RuntimeException fault) {
        LOG.error("the worker met a fault and goes on", fault);
        awaitClosing(BETWEEN_TRIES);
      }
      pause.run();
    }
  }

  private void takeTasks() {
    boolean more = true;
    while (more && !isClosing()) {
      int room = Math.min(MOST_AT_ONCE, limits.tasksAtOnce() - held.size());
      if (room <= 0) {
        return;
      }
      List<Lease> leases = queue.lease(worker, room, limits.lease());
      for (Lease lease : leases) {
        held.put(lease.task(), lease);
        if (lease.number() > FIRST_LEASE) {
          takenOver.increment();
        }
        try {
          threads.execute(() -> carryOut(lease));
        } catch (RejectedExecutionException closed) {
          return; // the lease is given back with all others
        }
      }
      more = leases.size() == room;
    }
  }

  private void extendLeases() {
    long before = System.nanoTime();
    if (held.isEmpty()) {
      extendedNanos = before;
      return;
    }
    Set<TaskId> asked = Set.copyOf(held.keySet());
    Set<TaskId> still = queue.extend(worker, asked, limits.lease());
    extendedNanos = before;
    asked.stream().filter(task -> !still.contains(task)).forEach(held::remove);
  }

  /**
   * A new lease runs from later than the last extension of the others, so this errs on the safe
   * side.
   */
  private boolean isFresh(Lease lease) {
    Duration age = Duration.ofNanos(System.nanoTime() - extendedNanos);
    Duration left = limits.lease().minus(age);
    return isHeld(lease) && left.compareTo(limits.askPatience().multipliedBy(5).dividedBy(4)) > 0;
  }

  private boolean isHeld(Lease lease) {
    return lease.equals(held.get(lease.task()));
  }

  private void carryOut(Lease lease) {
    try {
      TaskRun run = open(lease);
      int faults = 0;
      while (run != null && !run.isOver() && isHeld(lease) && !isClosing()) {
        try {
          awaitClosing(run.step());
          faults = 0;
        } catch (FailureException away) {
          LOG.debug("task {}: {}", lease.task(), away.getMessage());
          awaitClosing(BETWEEN_TRIES);
        } catch (RuntimeException fault) {
          faults++;
          LOG.error("task {}: a fault, {} in a row", lease.task(), faults, fault);
          if (faults == FAULTS_BEFORE_GIVING_UP) {
            run.giveUp();
          }
          awaitClosing(BETWEEN_TRIES);
        }
      }
    } finally {
      held.remove(lease.task(), lease);
    }
  }

  private @Nullable TaskRun open(Lease lease) {
    while (isHeld(lease) && !isClosing()) {
      try {
        Optional<Task> task = queue.read(lease);
        return task.map(
                found ->
                    new TaskRun(
                        found,
                        power,
                        inventory,
                        limits,
                        clock,
                        () -> isFresh(lease),
                        next -> write(lease, next)))
            .orElse(null);
      } catch (FailureException away) {
        LOG.debug("task {}: {}", lease.task(), away.getMessage());
        awaitClosing(BETWEEN_TRIES);
      } catch (RuntimeException fault) {
        LOG.error("task {}: cannot be read, and is left to who gets it next", lease.task(), fault);
        return null;
      }
    }
    return null;
  }

  private boolean write(Lease lease, Task task) {
    boolean valid = queue.write(lease, task);
    watch.changed(task);
    return valid;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void awaitNews() {
    try {
      if (news.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitClosing(Duration atMost) {
    if (atMost.isPositive()) {
      try {
        closing.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
