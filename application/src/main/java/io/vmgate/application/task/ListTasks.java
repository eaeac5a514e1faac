package io.vmgate.application.task;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.task.TaskQuery;

/** List the tasks that a caller may see. */
public final class ListTasks {
  private final PermissionGate gate;
  private final TaskBook book;

  public ListTasks(PermissionGate gate, TaskBook book) {
    this.gate = gate;
    this.book = book;
  }

  /**
   * List one page, newest first. A machine that the caller may not see is like one without tasks.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public Page<TaskReport> list(Caller caller, TaskQuery query) {
    return book.list(caller.tenant(), gate.scopeOf(caller, Permission.VM_QUERY), query);
  }
}
