package io.vmgate.application.task;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.task.TaskId;
import io.vmgate.domain.vm.VmScope;
import java.time.Duration;
import java.util.function.Predicate;

/** Show how a task stands, at once or as soon as that changes. */
public final class ShowTask {
  private final PermissionGate gate;
  private final TaskBook book;
  private final TaskWatch watch;

  public ShowTask(PermissionGate gate, TaskBook book, TaskWatch watch) {
    this.gate = gate;
    this.book = book;
    this.watch = watch;
  }

  /**
   * Show the task. Blocks the calling thread while it waits, so that should be a virtual one.
   *
   * @param id as the caller wrote it
   * @param patience how long to wait for a change; zero to answer at once. A task that has ended is
   *     answered at once.
   * @param isKnown whether the caller knows the task as it stands already; if not, it is answered
   *     at once too
   * @throws io.vmgate.domain.FailureException {@link TaskFailure.NotFound} for an unknown task, one
   *     the caller may not see, and a text that is no id: all alike; {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public TaskReport show(
      Caller caller, String id, Duration patience, Predicate<TaskReport> isKnown) {
    VmScope scope = gate.scopeOf(caller, Permission.VM_QUERY);
    TaskId task = TaskId.parse(id).orElseThrow(() -> new TaskFailure.NotFound(id).toException());
    if (patience.isZero()) {
      return find(caller, scope, task);
    }
    try (TaskWatch.Waiter waiter = watch.waitFor(caller.tenant(), task)) {
      return await(waiter, caller, scope, task, patience, isKnown);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // the server is going down: answer with what there is
      return find(caller, scope, task);
    }
  }

  private TaskReport await(
      TaskWatch.Waiter waiter,
      Caller caller,
      VmScope scope,
      TaskId task,
      Duration patience,
      Predicate<TaskReport> isKnown)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    TaskReport first = find(caller, scope, task);
    waiter.knows(first.revision());
    if (!isKnown.test(first)) {
      return first;
    }
    TaskReport last = first;
    while (!last.task().state().hasEnded() && last.revision() == first.revision()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive() || watch.isClosed()) {
        break;
      }
      if (waiter.await(left)) {
        last = find(caller, scope, task);
      }
    }
    return last;
  }

  private TaskReport find(Caller caller, VmScope scope, TaskId id) {
    return book.find(caller.tenant(), id)
        .filter(report -> report.task().isWithin(scope))
        .orElseThrow(() -> new TaskFailure.NotFound(id.toString()).toException());
  }
}
