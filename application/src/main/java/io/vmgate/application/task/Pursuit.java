package io.vmgate.application.task;

import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.task.MachineSight;
import io.vmgate.domain.task.Outlook;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.task.TaskReason;
import io.vmgate.domain.task.TaskStep;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a machine from when the cluster has agreed until the goal: by the inventory, which costs
 * nothing, and by a look at the machine itself when that could decide.
 *
 * <p>Nothing in here is needed for the task to end well; without it the next owner looks once more.
 * For one thread.
 */
final class Pursuit {
  private static final Duration FOLLOW = Duration.ofMillis(250);
  private static final Duration SOON = Duration.ofMillis(500);

  /** How often to look at the machine itself although the inventory gives no reason to. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS_AT_THE_GOAL = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS_WHEN_BLIND = Duration.ofSeconds(2);

  /** How far the inventory may be behind the cluster; usually it is some milliseconds. */
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  /** How long what is undone must look undone: KubeVirt moves in several writes. */
  private static final Duration UNDONE_FOR_SURE = Duration.ofSeconds(3);

  private final TaskAction action;
  private final VmId vm;
  private final VmInventory inventory;
  private final TaskLimits limits;
  private final InstantSource clock;

  private @Nullable Instant reachedAt;
  private @Nullable Instant undoneSince;
  private @Nullable Instant heldUpSince;
  private @Nullable Vm lastSeen;
  private Instant lastLook = Instant.MIN;
  private @Nullable Instant lookAgainAt;

  Pursuit(
      TaskAction action, VmId vm, VmInventory inventory, TaskLimits limits, InstantSource clock) {
    this.action = action;
    this.vm = vm;
    this.inventory = inventory;
    this.limits = limits;
    this.clock = clock;
  }

  /** What to do next. */
  sealed interface Move {
    /** Write that the machine has come to this step. */
    record Advance(TaskStep step) implements Move {}

    /** Look at the machine itself, and have the sight judged. */
    record Look() implements Move {}

    /** Do nothing for so long. */
    record Wait(Duration time) implements Move {}

    /** The goal is reached. */
    record Succeed() implements Move {}

    /** The goal will not be reached. */
    record Fail(TaskReason reason) implements Move {}
  }

  /** Remember how the machine stands before the cluster is asked, so that what comes is news. */
  void beforeAsking() {
    lastSeen = inventory.find(vm).orElse(null);
  }

  /** The cluster has agreed just now, so that a look would only show what is known. */
  void afterAgreement() {
    lastLook = clock.instant();
  }

  /** Decide by what is known without asking the cluster. */
  Move next(TaskStep step) {
    boolean live = inventory.state() instanceof InventoryState.Live;
    Optional<Vm> known = live ? inventory.find(vm) : Optional.empty();
    Instant now = clock.instant();
    boolean changed = known.isPresent() && !known.get().equals(lastSeen);
    if (changed) {
      lastSeen = known.get();
      TaskStep reached = action.stepAt(known.get());
      if (reached.isBeyond(step)) {
        return new Move.Advance(reached);
      }
    }
    boolean isDue =
        lookAgainAt != null && !now.isBefore(lookAgainAt)
            || !now.isBefore(lastLook.plus(betweenLooks(live, known)));
    if (live && known.isEmpty() || changed && isGoal(known.get()) || isDue) {
      lastLook = now;
      lookAgainAt = null;
      return new Move.Look();
    }
    return heldUp(known.orElse(null), now);
  }

  /** A look brought nothing: look again as soon as may be. */
  void sawNothing() {
    lookAgainAt = clock.instant();
  }

  /** Decide by how the machine stands where it is kept. */
  Move judge(MachineSight sight, Outlook outlook) {
    return outlook == Outlook.REACHED ? reached() : undone(sight, outlook);
  }

  /**
   * A machine that seems to be there may be the old run that is still seen, or a very fast new one.
   */
  private Duration betweenLooks(boolean live, Optional<Vm> known) {
    if (known.isPresent() && isGoal(known.get())) {
      return BETWEEN_LOOKS_AT_THE_GOAL;
    }
    return live ? BETWEEN_LOOKS : BETWEEN_LOOKS_WHEN_BLIND;
  }

  /** Let the inventory catch up: who reads of success must not be told the old state next. */
  private Move reached() {
    Instant now = clock.instant();
    if (reachedAt == null) {
      reachedAt = now;
    }
    boolean behind =
        inventory.state() instanceof InventoryState.Live
            && inventory.find(vm).filter(this::isGoal).isEmpty();
    if (behind && now.isBefore(reachedAt.plus(CATCH_UP))) {
      lookAgainAt = now;
      return new Move.Wait(CATCH_UP.dividedBy(20));
    }
    return new Move.Succeed();
  }

  private Move undone(MachineSight sight, Outlook outlook) {
    Instant now = clock.instant();
    if (outlook != Outlook.UNTOUCHED || !isTurnedRound(sight)) {
      undoneSince = null;
      return new Move.Wait(FOLLOW);
    }
    if (undoneSince == null) {
      undoneSince = now;
    }
    if (!now.isBefore(undoneSince.plus(UNDONE_FOR_SURE))) {
      return new Move.Fail(TaskReason.undone());
    }
    lookAgainAt = now.plus(SOON);
    return new Move.Wait(FOLLOW);
  }

  /** The cluster had agreed, and now is told the contrary. */
  private boolean isTurnedRound(MachineSight sight) {
    return switch (action) {
      case START -> sight.isHalted();
      case STOP -> sight.isKeptRunning();
      case RESTART, PAUSE, UNPAUSE -> false;
    };
  }

  private Move heldUp(@Nullable Vm known, Instant now) {
    boolean leadsToRunning = action.goal() == VmStatus.RUNNING;
    if (known == null || !leadsToRunning || known.state().status() != VmStatus.ERROR) {
      heldUpSince = null;
      return new Move.Wait(FOLLOW);
    }
    if (heldUpSince == null) {
      heldUpSince = now;
    }
    return now.isBefore(heldUpSince.plus(limits.heldUp()))
        ? new Move.Wait(FOLLOW)
        : new Move.Fail(
            TaskReason.heldUp(known.state().printableStatus(), known.state().message()));
  }

  private boolean isGoal(Vm known) {
    return known.state().status() == action.goal();
  }
}
