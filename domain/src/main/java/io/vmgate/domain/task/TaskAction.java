package io.vmgate.domain.task;

import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Name what can be done to a machine. */
public enum TaskAction {
  START("start", Permission.VM_START, VmStatus.RUNNING),
  STOP("stop", Permission.VM_STOP, VmStatus.STOPPED),
  RESTART("restart", Permission.VM_RESTART, VmStatus.RUNNING),
  PAUSE("pause", Permission.VM_PAUSE, VmStatus.PAUSED),
  UNPAUSE("unpause", Permission.VM_PAUSE, VmStatus.RUNNING);

  private static final Set<String> KEPT_RUNNING = Set.of("Always", "Once");

  private final String wireName;
  private final Permission permission;
  private final VmStatus goal;

  TaskAction(String wireName, Permission permission, VmStatus goal) {
    this.wireName = wireName;
    this.permission = permission;
    this.goal = goal;
  }

  /** The word in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** What the caller must hold on the machine. */
  public Permission permission() {
    return permission;
  }

  /** How the machine stands when the action is done. */
  public VmStatus goal() {
    return goal;
  }

  /** Find the action of that word; empty when there is none. */
  public static Optional<TaskAction> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(action -> action.wireName.equals(wireName)).findFirst();
  }

  /**
   * Tell whether the machine's state allows the action. Where the state alone does not decide, the
   * cluster is asked and its refusal is the task's failure.
   *
   * @param force stops what is stopping already, only faster
   */
  public boolean isAllowed(Vm vm, boolean force) {
    VmStatus status = vm.state().status();
    return switch (this) {
      case START ->
          switch (status) {
            case STOPPED, UNKNOWN -> true;
            case PENDING, ERROR -> vm.guest() == null && !isKeptRunning(vm.runStrategy());
            case STARTING, RUNNING, MIGRATING, PAUSED, STOPPING, TERMINATING -> false;
          };
      case STOP ->
          switch (status) {
            case RUNNING, MIGRATING, PAUSED, STARTING, UNKNOWN -> true;
            case PENDING, ERROR -> vm.guest() != null || isKeptRunning(vm.runStrategy());
            case STOPPING -> force;
            case STOPPED, TERMINATING -> false;
          };
      case RESTART ->
          switch (status) {
            case RUNNING, PAUSED, MIGRATING, STARTING, UNKNOWN -> true;
            case PENDING, ERROR -> vm.guest() != null;
            case STOPPED, STOPPING, TERMINATING -> false;
          };
      case PAUSE -> status == VmStatus.RUNNING;
      case UNPAUSE -> status == VmStatus.PAUSED;
    };
  }

  /** Tell how far the action has come by how the machine stands, once the cluster has agreed. */
  public TaskStep stepAt(Vm vm) {
    boolean startsARun = this == START || this == RESTART;
    boolean endsARun = this == STOP || this == RESTART;
    return switch (vm.state().status()) {
      case STOPPING -> endsARun ? TaskStep.STOPPING : TaskStep.ASKED;
      case PENDING, ERROR -> startsARun ? TaskStep.SCHEDULED : TaskStep.ASKED;
      case STARTING -> {
        TaskStep starting = vm.nodeName() == null ? TaskStep.SCHEDULED : TaskStep.STARTING;
        yield startsARun ? starting : TaskStep.ASKED;
      }
      case STOPPED, RUNNING, MIGRATING, PAUSED, TERMINATING, UNKNOWN -> TaskStep.ASKED;
    };
  }

  /** Whether KubeVirt makes runs under that strategy by itself, until a stop halts the machine. */
  static boolean isKeptRunning(@Nullable String runStrategy) {
    return runStrategy != null && KEPT_RUNNING.contains(runStrategy);
  }
}
