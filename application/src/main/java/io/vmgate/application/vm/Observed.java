package io.vmgate.application.vm;

import io.vmgate.domain.PlatformFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hold something read from the inventory, and until when it was true.
 *
 * @param staleSince when the cluster was last heard of; empty while changes arrive as they happen
 */
public record Observed<T>(T value, Optional<Instant> staleSince) {

  /** Read from the inventory, refusing while it knows nothing. */
  public static <T> Observed<T> in(VmInventory inventory, Supplier<T> reading) {
    return switch (inventory.state()) {
      case InventoryState.Unsynced(var reason) ->
          throw new PlatformFailure.ClusterUnreachable(reason).toException();
      case InventoryState.Live() -> new Observed<>(reading.get(), Optional.empty());
      case InventoryState.Stale(var since, _) -> new Observed<>(reading.get(), Optional.of(since));
    };
  }
}
