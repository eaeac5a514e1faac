package io.vmgate.domain.task;

import io.vmgate.domain.task.MachineSight.Run;

/**
 * Judge how far an action has come by what the machine was before and what it is now. This is what
 * keeps an operation from being asked for twice: whoever does not know whether the cluster heard a
 * request looks at the machine and judges.
 */
public enum Outlook {
  /** Nothing shows that the cluster was asked. */
  UNTOUCHED,
  /** The cluster was asked, and is at it. */
  UNDER_WAY,
  /** The goal is reached. */
  REACHED;

  /**
   * Judge by the machine as it was and as it is.
   *
   * @param step how far the task is written to be: up to {@link TaskStep#ASKING} nobody knows that
   *     the cluster has heard of it, and what a machine also does by itself proves nothing
   */
  public static Outlook of(
      TaskAction action, TaskStep step, MachineBefore before, MachineSight now) {
    return switch (action) {
      case START -> start(before, now);
      case STOP -> stop(step.isBeyond(TaskStep.ASKING), before, now);
      case RESTART -> restart(before, now);
      case PAUSE -> now.run() != null && now.run().paused() ? REACHED : UNTOUCHED;
      case UNPAUSE -> now.run() != null && !now.run().paused() ? REACHED : UNTOUCHED;
    };
  }

  /**
   * Tell whether there is nothing to ask for, since the machine is there already; a restart is
   * always something to ask for.
   */
  public static boolean isThereAlready(TaskAction action, MachineSight now) {
    Run run = now.run();
    return switch (action) {
      case START -> run != null && run.isUp();
      case STOP -> (run == null || run.isFinished()) && now.isHalted();
      case RESTART -> false;
      case PAUSE -> run != null && run.paused();
      case UNPAUSE -> run != null && run.isUp() && !run.paused();
    };
  }

  private static Outlook start(MachineBefore before, MachineSight now) {
    Run run = now.run();
    if (run != null && !run.isFinished() && isAnother(run, before)) {
      return run.isUp() ? REACHED : UNDER_WAY;
    }
    boolean turnedOn = before.runStrategy().equals("Halted") && !now.isHalted();
    return turnedOn || now.startQueued() ? UNDER_WAY : UNTOUCHED;
  }

  private static Outlook stop(boolean isHeard, MachineBefore before, MachineSight now) {
    Run run = now.run();
    // Here runs end and come again by themselves; only the strategy tells of a stop.
    boolean comesAgain = now.startQueued() && !now.isHalted() || now.isTriedAgain();
    if (now.isKeptRunning() || !isHeard && comesAgain) {
      return UNTOUCHED;
    }
    if (run == null || run.isFinished()) {
      return REACHED;
    }
    if (isHeard && before.runUid() != null && isAnother(run, before)) {
      return REACHED;
    }
    boolean turnedOff = !before.runStrategy().equals("Halted") && now.isHalted();
    return run.ending() || turnedOff || now.stopQueued() ? UNDER_WAY : UNTOUCHED;
  }

  private static Outlook restart(MachineBefore before, MachineSight now) {
    Run run = now.run();
    if (run != null && isAnother(run, before)) {
      return run.isUp() ? REACHED : UNDER_WAY;
    }
    boolean oldRunGoes = run == null ? before.runUid() != null : run.ending();
    return oldRunGoes || now.stopQueued() || now.startQueued() ? UNDER_WAY : UNTOUCHED;
  }

  private static boolean isAnother(Run run, MachineBefore before) {
    return !run.uid().equals(before.runUid());
  }
}
