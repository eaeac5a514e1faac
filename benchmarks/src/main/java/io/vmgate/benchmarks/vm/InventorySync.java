package io.vmgate.benchmarks.vm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.kubevirt.vm.InventoryOptions;
import io.vmgate.kubevirt.vm.KubeVirtVmInventory;
import io.vmgate.simulator.SimulatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Read a cluster whole for the first time, and tell how long it took and how much heap a machine
 * takes from then on, with all it owns. Beside it the same five kinds by the fabric8 client's own
 * informers. The simulator runs in a process of its own, on the same processors.
 */
public final class InventorySync {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private InventorySync() {}

  /** Arguments: how many machines. */
  public static void main(String[] arguments) throws Exception {
    int machines = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("inventory-sync");
    Process simulator = simulator(folder, machines);
    try (KubernetesClient client = ClusterClients.fromKubeconfig(kubeconfig(folder, simulator))) {
      long idleHeap = usedHeap();
      for (int round = 1; round <= 3; round++) {
        report("vmgate round " + round, machines, ours(client, idleHeap));
        report("fabric8 informers round " + round, machines, informers(client, idleHeap));
      }
    } finally {
      simulator.destroy();
      simulator.waitFor();
    }
  }

  private record Outcome(Duration sync, long heapBytes) {}

  private static Outcome ours(KubernetesClient client, long idleHeap) {
    long start = System.nanoTime();
    try (KubeVirtVmInventory inventory =
        new KubeVirtVmInventory(client, InventoryOptions.USUAL, InstantSource.system())) {
      inventory.start();
      await(() -> inventory.state() instanceof InventoryState.Live);
      Duration sync = Duration.ofNanos(System.nanoTime() - start);
      inventory.list(
          VmScope.ofNamespaces(Set.of("shop")),
          new VmQuery(VmFilter.ALL, VmSortKey.NAME, false, new PageRequest(1, 20)));
      return new Outcome(sync, usedHeap() - idleHeap);
    }
  }

  private static Outcome informers(KubernetesClient client, long idleHeap)
      throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
    informers.add(informer(client, "kubevirt.io", "v1", "VirtualMachine", "virtualmachines"));
    informers.add(
        informer(client, "kubevirt.io", "v1", "VirtualMachineInstance", "virtualmachineinstances"));
    informers.add(informer(client, "cdi.kubevirt.io", "v1beta1", "DataVolume", "datavolumes"));
    informers.add(informer(client, "", "v1", "Pod", "pods"));
    informers.add(informer(client, "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"));
    await(() -> informers.stream().allMatch(SharedIndexInformer::hasSynced));
    Duration sync = Duration.ofNanos(System.nanoTime() - start);
    long heap = usedHeap() - idleHeap;
    informers.forEach(SharedIndexInformer::stop);
    return new Outcome(sync, heap);
  }

  private static SharedIndexInformer<GenericKubernetesResource> informer(
      KubernetesClient client, String group, String version, String kind, String plural) {
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup(group)
            .withVersion(version)
            .withKind(kind)
            .withPlural(plural)
            .withNamespaced(true)
            .build();
    var informer =
        client
            .genericKubernetesResources(context)
            .inAnyNamespace()
            .withLimit(500L)
            .runnableInformer(0);
    informer.start();
    return informer;
  }

  private static void report(String who, int machines, Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "%-28s %d machines: first sync %.2f s, %.2f KiB heap a machine%n",
        who,
        machines,
        outcome.sync().toMillis() / 1000.0,
        outcome.heapBytes() / 1024.0 / machines);
  }

  private static Process simulator(Path folder, int machines) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx2g",
            "-cp",
            System.getProperty("java.class.path"),
            SimulatorMain.class.getName(),
            "--port",
            "0",
            "--data",
            folder.toString(),
            "--vms",
            String.valueOf(machines))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("simulator.log").toFile())
        .start();
  }

  private static Path kubeconfig(Path folder, Process simulator) {
    Path log = folder.resolve("simulator.log");
    await(
        () -> {
          if (!simulator.isAlive()) {
            throw new IllegalStateException("the simulator has ended, see " + log);
          }
          try {
            return Files.readString(log).contains("kubeconfig:");
          } catch (IOException unreadable) {
            return false;
          }
        });
    return folder.resolve("kubeconfig");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it takes too long");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
