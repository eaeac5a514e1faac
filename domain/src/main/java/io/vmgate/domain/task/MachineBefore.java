package io.vmgate.domain.task;

import org.jspecify.annotations.Nullable;

/**
 * Remember what a machine looked like before the cluster was asked to change it.
 *
 * @param runStrategy KubeVirt's word
 * @param runUid of the VirtualMachineInstance; null when there was none
 * @param runPhase KubeVirt's word; null when there was no run
 */
public record MachineBefore(
    String runStrategy, @Nullable String runUid, @Nullable String runPhase) {
  /** What of a sight must be remembered. */
  public static MachineBefore of(MachineSight sight) {
    MachineSight.Run run = sight.run();
    return run == null
        ? new MachineBefore(sight.runStrategy(), null, null)
        : new MachineBefore(sight.runStrategy(), run.uid(), run.phase());
  }

  /** The same, as if there had been no run: whatever runs now counts as new. */
  public MachineBefore withoutRun() {
    return new MachineBefore(runStrategy, null, null);
  }
}
