package io.vmgate.kubevirt.access;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.kubevirt.vm.InventoryOptions;
import io.vmgate.kubevirt.vm.KubeVirtVmInventory;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The simulator with one machine, and what follows it. */
final class SimulatedCluster implements AutoCloseable {
  static final VmName WEB = new VmName("shop", "web-1");
  static final VmId ID = new VmId(new UUID(7, 7));
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** So slow that no machine moves by itself. */
  private static final double STANDSTILL = 0.000_001;

  private final Simulator simulator;
  private final KubernetesClient client;
  private final KubeVirtVmInventory inventory;

  SimulatedCluster(Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0).withPace(STANDSTILL));
    simulator.store().put(ResourceTypes.VM, json(machine(ID, WEB)));
    client = ClusterClients.fromKubeconfig(simulator.kubeconfig());
    inventory = new KubeVirtVmInventory(client, InventoryOptions.USUAL, InstantSource.system());
    inventory.start();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                inventory.state() instanceof InventoryState.Live && inventory.find(ID).isPresent());
  }

  /** A stopped machine whose card lets ports 22, 80 and 443 of TCP through. */
  static String machine(VmId id, VmName name) {
    return """
        {"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine",
         "metadata": {"name": "%s", "namespace": "%s", "uid": "%s",
           "creationTimestamp": "2026-08-03T08:00:00Z"},
         "spec": {"runStrategy": "Halted", "template": {
           "metadata": {"labels": {"app": "web", "kubevirt.io/vm": "web-1"}},
           "spec": {
             "domain": {"memory": {"guest": "1Gi"}, "devices": {"interfaces": [
               {"name": "lan", "bridge": {}},
               {"name": "default", "masquerade": {},
                 "ports": [{"port": 22}, {"port": 80, "protocol": "TCP"}, {"port": 443}]}]}},
             "networks": [{"name": "lan", "multus": {"networkName": "lan"}},
               {"name": "default", "pod": {}}]}}},
         "status": {"printableStatus": "Stopped"}}
        """
        .formatted(name.name(), name.namespace(), id);
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }

  KubernetesClient client() {
    return client;
  }

  ServiceInventory services() {
    return inventory.services();
  }

  void put(ResourceType type, ObjectNode object) {
    simulator.store().put(type, object);
  }

  List<ObjectNode> all(ResourceType type) {
    return simulator.store().snapshot(type, WEB.namespace()).objects().stream()
        .map(StoredObject::toNode)
        .toList();
  }

  /** Remove all Services and policies. */
  void clear() {
    for (ResourceType type :
        List.of(
            ResourceTypes.SERVICE, ResourceTypes.ENDPOINT_SLICE, ResourceTypes.NETWORK_POLICY)) {
      simulator
          .store()
          .snapshot(type, WEB.namespace())
          .objects()
          .forEach(object -> simulator.store().remove(type, object.key()));
    }
    await().atMost(LIMIT).until(() -> services().leadingTo(ID).isEmpty());
  }

  @Override
  public void close() {
    inventory.close();
    client.close();
    simulator.close();
  }
}
