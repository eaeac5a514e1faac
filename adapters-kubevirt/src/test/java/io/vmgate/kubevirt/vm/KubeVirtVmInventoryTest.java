package io.vmgate.kubevirt.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmFilter;
import io.vmgate.domain.vm.VmQuery;
import io.vmgate.domain.vm.VmScope;
import io.vmgate.domain.vm.VmSortKey;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.testkit.FreePorts;
import io.vmgate.testkit.vm.VmInventoryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The inventory against the simulator, over TLS and with its token. */
class KubeVirtVmInventoryTest implements VmInventoryContract {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** So slow that nothing moves by itself while a test looks. */
  private static final double STANDSTILL = 0.000_001;

  @TempDir private Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable open : opened.reversed()) {
      open.close();
    }
  }

  @Override
  public VmInventory inventoryWith(Vm... machines) {
    Simulator simulator = simulator(SimulatorOptions.in(folder).withMachines(0));
    for (Vm machine : machines) {
      simulator.store().put(ResourceTypes.VM, machine(machine));
      if (machine.nodeName() != null) {
        simulator.store().put(ResourceTypes.VMI, run(machine));
      }
    }
    KubeVirtVmInventory inventory = follow(simulator);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
    return inventory;
  }

  @Test
  void showsTheSimulatorsMachinesAsItsSamplesAre() {
    Simulator simulator = simulator(SimulatorOptions.in(folder));
    KubeVirtVmInventory inventory = follow(simulator);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);

    List<Vm> machines = machines(inventory, "shop");

    assertThat(machines)
        .filteredOn(vm -> vm.name().name().equals("web-1"))
        .singleElement()
        .satisfies(vm -> assertThat(vm.nodeName()).isNotNull())
        .satisfies(vm -> assertThat(vm.disks()).hasSize(3))
        .satisfies(vm -> assertThat(vm.networkInterfaces().getFirst().gateway()).isNotNull())
        .satisfies(vm -> assertThat(vm.service()).isNotNull());
    assertThat(inventory.limitations()).isEmpty();
    assertThat(inventory.figures().objects().get(Kinds.MACHINES))
        .isEqualTo(simulator.store().count(ResourceTypes.VM));
  }

  @Test
  void followsWhatHappensInTheSimulator() {
    Simulator simulator = simulator(SimulatorOptions.in(folder).withMachines(0));
    KubeVirtVmInventory inventory = follow(simulator);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);

    ObjectNode machine = machine("shop", "web-9", "Stopped");
    simulator.store().put(ResourceTypes.VM, machine);
    await().atMost(LIMIT).until(() -> machines(inventory, "shop").size() == 1);
    simulator.store().remove(ResourceTypes.VM, "shop/web-9");

    await().atMost(LIMIT).until(() -> machines(inventory, "shop").isEmpty());
  }

  @Test
  void comesBackWhenTheSimulatorDoes() throws Exception {
    int port = FreePorts.next();
    Simulator simulator = simulator(SimulatorOptions.in(folder).withPort(port));
    KubeVirtVmInventory inventory = follow(simulator);
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
    int known = machines(inventory, "shop").size();

    simulator.close();
    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Stale);
    assertThat(machines(inventory, "shop")).hasSize(known);
    simulator(SimulatorOptions.in(folder).withPort(port));

    await().atMost(LIMIT).until(() -> inventory.state() instanceof InventoryState.Live);
    assertThat(machines(inventory, "shop")).hasSize(known);
  }

  private Simulator simulator(SimulatorOptions options) {
    try {
      Simulator simulator = Simulator.start(options.withPace(STANDSTILL));
      opened.add(simulator);
      return simulator;
    } catch (IOException cannotStart) {
      throw new UncheckedIOException(cannotStart);
    }
  }

  private KubeVirtVmInventory follow(Simulator simulator) {
    KubernetesClient client = ClusterClients.fromKubeconfig(simulator.kubeconfig());
    opened.add(client);
    KubeVirtVmInventory inventory =
        new KubeVirtVmInventory(client, InventoryOptions.USUAL, InstantSource.system());
    opened.add(inventory);
    inventory.start();
    return inventory;
  }

  private static List<Vm> machines(VmInventory inventory, String namespace) {
    return inventory
        .list(
            VmScope.ofNamespaces(Set.of(namespace)),
            new VmQuery(VmFilter.ALL, VmSortKey.NAME, false, new PageRequest(1, 200)))
        .items();
  }

  private static ObjectNode machine(Vm vm) {
    ObjectNode machine =
        machine(vm.name().namespace(), vm.name().name(), vm.state().printableStatus());
    ObjectNode metadata = (ObjectNode) machine.get("metadata");
    metadata.put("creationTimestamp", vm.createdAt().toString());
    metadata.set("labels", Samples.JSON.valueToTree(vm.labels()));
    ObjectNode domain = (ObjectNode) machine.at("/spec/template/spec/domain");
    if (vm.vCpus() != null) {
      domain.putObject("cpu").put("sockets", vm.vCpus());
    }
    domain.remove("memory");
    if (vm.memoryBytes() != null) {
      domain.putObject("memory").put("guest", String.valueOf(vm.memoryBytes()));
    }
    return machine;
  }

  private static ObjectNode machine(String namespace, String name, String printableStatus) {
    ObjectNode machine = JoinTest.machine("02-stopped", printableStatus);
    ObjectNode metadata = (ObjectNode) machine.get("metadata");
    metadata.put("name", name).put("namespace", namespace);
    metadata.put("uid", uid(namespace, name, "machine"));
    return machine;
  }

  private static ObjectNode run(Vm vm) {
    ObjectNode run = JoinTest.object("08-running-no-guest-agent", "VirtualMachineInstance");
    ObjectNode metadata = (ObjectNode) run.get("metadata");
    String namespace = vm.name().namespace();
    String name = vm.name().name();
    metadata.put("name", name).put("namespace", namespace);
    metadata.put("uid", uid(namespace, name, "run"));
    ((ObjectNode) run.at("/metadata/ownerReferences/0"))
        .put("name", name)
        .put("uid", uid(namespace, name, "machine"));
    ((ObjectNode) run.get("status")).put("nodeName", vm.nodeName());
    return run;
  }

  private static String uid(String namespace, String name, String role) {
    return UUID.nameUUIDFromBytes((namespace + "/" + name + "/" + role).getBytes()).toString();
  }
}
