package io.vmgate.domain.task;

import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Say why a task failed, before it is put into anybody's language.
 *
 * @param arguments what the sentence needs, in the order it names them; the cluster's own words
 *     among them stay as they are
 */
public record TaskReason(Cause cause, List<String> arguments) {
  /** What the sentence says; adapters hold the text for each in every language. */
  public enum Cause {
    /** Argument: the id that the caller gave. */
    VM_NOT_FOUND,
    /** The machine was deleted meanwhile. */
    VM_GONE,
    /** Argument: the permission. */
    PERMISSION_MISSING,
    /** Arguments: the action, the machine's state. */
    WRONG_STATE,
    /** Argument: the task that has the machine. */
    BUSY,
    /** Argument: KubeVirt's words. */
    CLUSTER_REFUSED,
    /** The platform's own account may not do it. Argument: the cluster's words. */
    CLUSTER_FORBIDS,
    /** Argument: why the cluster could not be asked in time. */
    CLUSTER_UNREACHABLE,
    /** Arguments: the seconds that were waited, the machine's state then. */
    TIMED_OUT,
    /** Arguments: as before, and what the cluster says about it. */
    TIMED_OUT_BECAUSE,
    /** The machine is held up. Arguments: its state, what the cluster says about it. */
    HELD_UP,
    /** Somebody else undid it before it was done. */
    UNDONE,
    /** Arguments: how many failed, how many there were. */
    CHILDREN_FAILED,
    /** A fault of ours. Argument: the task, under which the log has more. */
    FAULT
  }

  public TaskReason {
    arguments = List.copyOf(arguments);
  }

  private static TaskReason of(Cause cause, String... arguments) {
    return new TaskReason(cause, List.of(arguments));
  }

  /** No machine has this id, or the caller may not see it. */
  public static TaskReason vmNotFound(String id) {
    return of(Cause.VM_NOT_FOUND, id);
  }

  /** The machine was deleted meanwhile. */
  public static TaskReason vmGone() {
    return of(Cause.VM_GONE);
  }

  /** The caller may see the machine but not do this to it. */
  public static TaskReason permissionMissing(Permission permission) {
    return of(Cause.PERMISSION_MISSING, permission.wireName());
  }

  /** The machine's state does not allow the action. */
  public static TaskReason wrongState(TaskAction action, VmStatus status) {
    return of(Cause.WRONG_STATE, action.wireName(), status.wireName());
  }

  /** Another task has the machine. */
  public static TaskReason busy(TaskId holder) {
    return of(Cause.BUSY, holder.toString());
  }

  /** KubeVirt said no. */
  public static TaskReason clusterRefused(String words) {
    return of(Cause.CLUSTER_REFUSED, words);
  }

  /** The platform's own account may not do it. */
  public static TaskReason clusterForbids(String words) {
    return of(Cause.CLUSTER_FORBIDS, words);
  }

  /** The cluster could not be asked in time. */
  public static TaskReason clusterUnreachable(String reason) {
    return of(Cause.CLUSTER_UNREACHABLE, reason);
  }

  /**
   * The machine did not get there in time.
   *
   * @param printableStatus KubeVirt's word for how it stands
   * @param message what the cluster says about it; null where it says nothing
   */
  public static TaskReason timedOut(
      Duration waited, String printableStatus, @Nullable String message) {
    String seconds = String.valueOf(waited.toSeconds());
    return message == null
        ? of(Cause.TIMED_OUT, seconds, printableStatus)
        : of(Cause.TIMED_OUT_BECAUSE, seconds, printableStatus, message);
  }

  /** The machine is held up and there is no sign that this will pass. */
  public static TaskReason heldUp(String printableStatus, @Nullable String message) {
    return of(Cause.HELD_UP, printableStatus, message == null ? "-" : message);
  }

  /** Somebody else undid it. */
  public static TaskReason undone() {
    return of(Cause.UNDONE);
  }

  /** Some of a batch failed. */
  public static TaskReason childrenFailed(int failed, int total) {
    return of(Cause.CHILDREN_FAILED, String.valueOf(failed), String.valueOf(total));
  }

  /** A fault of ours. */
  public static TaskReason fault(TaskId task) {
    return of(Cause.FAULT, task.toString());
  }
}
