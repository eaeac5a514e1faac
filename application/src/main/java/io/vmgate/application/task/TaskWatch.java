package io.vmgate.application.task;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.task.Task;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.task.TaskState;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who wait for tasks to change.
 *
 * <p>What this replica changes is told at once by {@link #changed}, and so is what others change,
 * as soon as this replica hears of it. In case it did not hear, the book is asked now and then for
 * all tasks that anybody waits for together: the cost does not grow with those who wait for the
 * same task, and is nothing while nobody waits.
 */
public final class TaskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);

  private final TaskBook book;
  private final Map<TaskId, List<Waiter>> waiters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private final AtomicReference<Runnable> onAccepted = new AtomicReference<>(() -> {});

  /**
   * Begin to watch.
   *
   * @param interval how often changes that were not heard of are looked for
   */
  public TaskWatch(TaskBook book, Duration interval) {
    this.book = book;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("task-watch").factory());
    timer.scheduleWithFixedDelay(
        this::lookForChanges, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tell that a task was changed, after the change can be read. */
  public void changed(TaskId id) {
    waiters.getOrDefault(id, List.of()).forEach(waiter -> waiter.woken.release());
  }

  /** Tell that a task was changed, and with it its batch, after the change can be read. */
  public void changed(Task task) {
    changed(task.id());
    TaskId batch = task.parent();
    if (batch != null) {
      changed(batch);
    }
    boolean isNew =
        task.state() instanceof TaskState.Running(var step, _) && step == TaskStep.ACCEPTED;
    if (isNew) {
      accepted();
    }
  }

  /** Tell that there is something new to do. */
  public void accepted() {
    onAccepted.get().run();
  }

  /** Say what to do when there is something new to do; it must return at once. */
  public void onAccepted(Runnable wake) {
    onAccepted.set(wake);
  }

  /** Begin to wait; nothing that changes from now on is missed. The caller closes it. */
  Waiter waitFor(TenantId tenant, TaskId id) {
    Waiter waiter = new Waiter(tenant, id);
    waiters.compute(
        id,
        (_, others) -> {
          List<Waiter> list = others == null ? new CopyOnWriteArrayList<>() : others;
          list.add(waiter);
          return list;
        });
    return waiter;
  }

  /** Whether nothing will be told any more. */
  boolean isClosed() {
    return timer.isShutdown();
  }

  /** How many wait now. */
  public int waiting() {
    return waiters.values().stream().mapToInt(List::size).sum();
  }

  /** Tell nothing any more; whoever waits is woken. */
  @Override
  public void close() {
    timer.shutdownNow();
    waiters.values().forEach(list -> list.forEach(waiter -> waiter.woken.release()));
  }

  private void lookForChanges() {
    try {
      Map<TenantId, Map<TaskId, List<Waiter>>> byTenant = new HashMap<>();
      waiters.values().stream()
          .flatMap(Collection::stream)
          .forEach(
              waiter ->
                  byTenant
                      .computeIfAbsent(waiter.tenant, _ -> new HashMap<>())
                      .computeIfAbsent(waiter.id, _ -> new ArrayList<>())
                      .add(waiter));
      byTenant.forEach(this::lookForChanges);
    } catch (FailureException away) {
      LOG.debug("changes of tasks were not looked for: {}", away.getMessage());
    } catch (RuntimeException fault) {
      LOG.error("changes of tasks were not looked for", fault);
    }
  }

  private void lookForChanges(TenantId tenant, Map<TaskId, List<Waiter>> waited) {
    Map<TaskId, Long> revisions = book.revisions(tenant, Set.copyOf(waited.keySet()));
    waited.forEach(
        (id, those) -> {
          long revision = revisions.getOrDefault(id, -1L);
          those.stream()
              .filter(waiter -> waiter.isNews(revision))
              .forEach(waiter -> waiter.woken.release());
        });
  }

  /** Somebody who waits for a task to change. */
  final class Waiter implements AutoCloseable {
    private static final long NOT_READ = Long.MIN_VALUE;

    private final TenantId tenant;
    private final TaskId id;
    private final Semaphore woken = new Semaphore(0);
    private volatile long known = NOT_READ;

    private Waiter(TenantId tenant, TaskId id) {
      this.tenant = tenant;
      this.id = id;
    }

    /** Say which revision has been read: only others are news. */
    void knows(long revision) {
      known = revision;
    }

    /** Wait until the task may have changed; answers whether it may have. */
    boolean await(Duration atMost) throws InterruptedException {
      boolean changed = woken.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
      woken.drainPermits();
      return changed;
    }

    private boolean isNews(long revision) {
      return known != NOT_READ && revision != known;
    }

    @Override
    public void close() {
      waiters.computeIfPresent(
          id,
          (_, list) -> {
            list.remove(this);
            return list.isEmpty() ? null : list;
          });
    }
  }
}
