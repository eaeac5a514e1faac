package io.vmgate.bootstrap.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.kubevirt.vm.InventoryFigures;
import io.vmgate.kubevirt.vm.KubeVirtVmInventory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Publish how well the inventory keeps up with its cluster; docs/operations.md explains each. */
@Singleton
final class InventoryMetrics implements MeterBinder {
  private final KubeVirtVmInventory inventory;
  private final InstantSource clock;

  InventoryMetrics(KubeVirtVmInventory inventory, InstantSource clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    InventoryFigures figures = inventory.figures();
    Gauge.builder("vmgate.inventory.live", inventory, InventoryMetrics::live)
        .description("1 while changes of the cluster arrive as they happen, else 0")
        .register(registry);
    Gauge.builder("vmgate.inventory.stale", inventory, this::staleSeconds)
        .description("How old what is served is, 0 while live")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(
            "vmgate.inventory.machines",
            figures,
            known -> known.objects().getOrDefault("virtualmachines", 0))
        .description("Machines known")
        .register(registry);
    Gauge.builder(
            "vmgate.inventory.objects",
            figures,
            known -> known.objects().values().stream().mapToInt(Integer::intValue).sum())
        .description("Objects of all kinds known")
        .register(registry);
    Gauge.builder("vmgate.inventory.sync", figures, InventoryMetrics::syncSeconds)
        .description("How long the first reading of the cluster took")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("vmgate.inventory.relists", figures, InventoryFigures::relists)
        .description("How often a kind of object was listed")
        .register(registry);
    FunctionCounter.builder(
            "vmgate.inventory.watch.restarts", figures, InventoryFigures::watchRestarts)
        .description("How often a watch was opened again")
        .register(registry);
    FunctionTimer.builder(
            "vmgate.inventory.batch",
            figures,
            InventoryFigures::batches,
            known -> known.batchTime().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("From a change read off the wire until readers see it")
        .register(registry);
  }

  private static double live(KubeVirtVmInventory inventory) {
    return inventory.state() instanceof InventoryState.Live ? 1 : 0;
  }

  private double staleSeconds(KubeVirtVmInventory observed) {
    return switch (observed.state()) {
      case InventoryState.Stale(Instant since, _) ->
          Duration.between(since, clock.instant()).toSeconds();
      case InventoryState.Live(), InventoryState.Unsynced _ -> 0;
    };
  }

  private static double syncSeconds(InventoryFigures figures) {
    Duration took = figures.syncDuration();
    return took == null ? Double.NaN : took.toMillis() / 1000.0;
  }
}
