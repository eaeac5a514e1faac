package io.vmgate.rest.health;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Tell whether the machines are known. Ready from the first sync on: a replica that has lost the
 * cluster since still serves what it knows, and taking it out of service would help nobody.
 */
@Singleton
@Readiness
final class InventoryHealth implements HealthIndicator {
  private static final String NAME = "inventory";

  private final VmInventory inventory;

  InventoryHealth(VmInventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(() -> result(inventory.state()));
  }

  private static HealthResult result(InventoryState state) {
    return switch (state) {
      case InventoryState.Live() ->
          HealthResult.builder(NAME, HealthStatus.UP).details(Map.of("state", "live")).build();
      case InventoryState.Stale(var since, var reason) ->
          HealthResult.builder(NAME, Degraded.STATUS)
              .details(Map.of("state", "stale", "since", since.toString(), "reason", reason))
              .build();
      case InventoryState.Unsynced(var reason) ->
          HealthResult.builder(NAME, HealthStatus.DOWN)
              .details(Map.of("state", "unsynced", "reason", reason))
              .build();
    };
  }
}
