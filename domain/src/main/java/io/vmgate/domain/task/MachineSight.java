package io.vmgate.domain.task;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Show a machine as the API server knows it at this very moment, rather than as the inventory has
 * heard of it.
 *
 * @param runStrategy KubeVirt's word; {@code running: true} is Always, {@code false} is Halted
 * @param printableStatus KubeVirt's word
 * @param message what the cluster says about it; null where it says nothing
 * @param stopQueued a stop or restart was asked for and not carried out yet
 * @param startQueued a start or restart was asked for and not carried out yet
 * @param grace how long the guest is given to shut down
 * @param run the current run; null while there is none
 */
public record MachineSight(
    String runStrategy,
    String printableStatus,
    @Nullable String message,
    boolean stopQueued,
    boolean startQueued,
    Duration grace,
    @Nullable Run run) {
  private static final String HALTED = "Halted";
  private static final String TRIED_AGAIN = "RerunOnFailure";

  /** Whether KubeVirt will not start it by itself. */
  public boolean isHalted() {
    return runStrategy.equals(HALTED);
  }

  /**
   * Whether KubeVirt makes new runs by itself. A stop that was heard shows at once: it halts the
   * machine (KubeVirt API: stop of Always and Once).
   */
  public boolean isKeptRunning() {
    return TaskAction.isKeptRunning(runStrategy);
  }

  /** Whether the run has failed and KubeVirt is about to make another by itself. */
  boolean isTriedAgain() {
    return runStrategy.equals(TRIED_AGAIN) && run != null && run.phase().equals("Failed");
  }

  /**
   * One run of a machine: KubeVirt's VirtualMachineInstance.
   *
   * @param phase KubeVirt's word; empty before the first
   * @param ending its end was asked for
   */
  public record Run(String uid, String phase, boolean ending, boolean paused) {
    private static final Set<String> FINAL = Set.of("Succeeded", "Failed");

    /** Whether the guest is gone and only the object is left. */
    public boolean isFinished() {
      return FINAL.contains(phase);
    }

    /** Whether the guest runs and nobody has asked for its end. */
    public boolean isUp() {
      return phase.equals("Running") && !ending;
    }
  }
}
