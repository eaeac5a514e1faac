package io.vmgate.domain.vm;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tell how the latest run of a machine stands, also when it is over.
 *
 * @param uid of the VirtualMachineInstance
 * @param phase KubeVirt's word; empty before the first
 * @param ending its end was asked for
 * @param migration its latest move to another node; null while there was none
 */
public record VmRun(UUID uid, String phase, boolean ending, @Nullable Migration migration) {
  private static final Set<String> FINAL = Set.of("Succeeded", "Failed");

  /** Whether the guest runs. */
  public boolean isRunning() {
    return phase.equals("Running");
  }

  /** Whether the guest is gone and only the object is left. */
  public boolean isOver() {
    return FINAL.contains(phase);
  }

  /** Whether it came to a bad end. */
  public boolean hasFailed() {
    return phase.equals("Failed");
  }

  /**
   * A move from node to node.
   *
   * @param uid of the move
   * @param reason why it failed, in the cluster's words
   */
  public record Migration(
      String uid,
      @Nullable String sourceNode,
      @Nullable String targetNode,
      boolean ended,
      boolean failed,
      @Nullable String reason) {}
}
