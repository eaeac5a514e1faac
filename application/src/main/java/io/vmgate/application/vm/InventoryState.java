package io.vmgate.application.vm;

import java.time.Instant;

/** Tell how far the inventory can be trusted. */
public sealed interface InventoryState {
  /**
   * The cluster was never read whole; nothing is known.
   *
   * @param reason why not, for an operator: a sentence without secrets
   */
  record Unsynced(String reason) implements InventoryState {}

  /** Changes arrive as they happen. */
  record Live() implements InventoryState {}

  /**
   * The cluster was lost; what is known is what was true then.
   *
   * @param since when the cluster was last heard of
   * @param reason why, for an operator: a sentence without secrets
   */
  record Stale(Instant since, String reason) implements InventoryState {}
}
