package io.vmgate.kubevirt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.access.ServicePublisher;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.testkit.access.Publications;
import io.vmgate.testkit.access.ServiceInventoryContract;
import io.vmgate.testkit.access.ServicePublisherContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Publisher and inventory against the simulator. */
class KubeVirtServicesTest implements ServicePublisherContract, ServiceInventoryContract {
  private static SimulatedCluster cluster;
  private static ServicePublisher publisher;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    cluster = new SimulatedCluster(folder);
    publisher =
        new KubeVirtServicePublisher(
            cluster.client(), SimulatedCluster.PATIENCE, InstantSource.system());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    cluster.clear();
  }

  @Override
  public ServicePublisher publisher() {
    return publisher;
  }

  @Override
  public ServiceInventory services() {
    return cluster.services();
  }

  @Override
  public VmId vm() {
    return SimulatedCluster.ID;
  }

  @Override
  public VmName vmName() {
    return SimulatedCluster.WEB;
  }

  @Override
  public VmName goneName() {
    return SimulatedCluster.WEB; // there is another machine of that name now
  }

  @Override
  public void othersPublish(String name) {
    cluster.put(
        ResourceTypes.SERVICE,
        SimulatedCluster.json(
            """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "%s", "namespace": "shop", "uid": "%s",
               "creationTimestamp": "2026-08-03T08:00:00Z"},
             "spec": {"type": "NodePort", "selector": {"vmi.kubevirt.io/id": "web-1"},
               "ports": [{"port": 80, "nodePort": 30000}]}}
            """
                .formatted(name, UUID.nameUUIDFromBytes(name.getBytes()))));
    await()
        .atMost(ServiceInventoryContract.PATIENCE)
        .until(
            () ->
                services().leadingTo(vm()).stream()
                    .anyMatch(service -> service.name().equals(name)));
  }

  @Test
  void tellsWhenAnythingIsReadyBehindAService() {
    ServiceId id = publisher.publish(Publications.of(vm(), vmName()).build()).id();
    assertThat(services().awaitShown(id, ServiceInventoryContract.PATIENCE)).isTrue();
    assertThat(services().leadingTo(vm()).getFirst().readiness()).isEqualTo(Readiness.NOT_READY);

    cluster.put(
        ResourceTypes.ENDPOINT_SLICE,
        SimulatedCluster.json(
            """
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
             "metadata": {"name": "by-hand", "namespace": "shop",
               "uid": "00000000-0000-0005-0000-000000000005",
               "labels": {"kubernetes.io/service-name": "web-1-ssh"}},
             "endpoints": [{"addresses": ["10.244.1.5"], "conditions": {"ready": true}}]}
            """));

    await()
        .atMost(ServiceInventoryContract.PATIENCE)
        .until(() -> services().leadingTo(vm()).getFirst().endpoints().contains("10.244.1.5"));
    assertThat(services().leadingTo(vm()).getFirst().readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void choosesAnAddressWithinTheCluster() {
    ServiceId id =
        publisher
            .publish(Publications.of(vm(), vmName()).typed(ServiceType.CLUSTER_IP).build())
            .id();

    assertThat(services().awaitShown(id, ServiceInventoryContract.PATIENCE)).isTrue();
    assertThat(services().leadingTo(vm()).getFirst().accessAddress()).endsWith(":22");
  }

  /**
   * Its pod was there before KubeVirt marked pods by their machine's name; another's came after.
   */
  @Test
  void looksAtTheMachinesOwnPodsOnly() {
    VmId id = new VmId(new UUID(9, 9));
    VmName name = new VmName("shop", "web-9");
    cluster.put(ResourceTypes.VM, SimulatedCluster.json(SimulatedCluster.machine(id, name)));
    cluster.put(
        ResourceTypes.VMI,
        SimulatedCluster.json(
            """
            {"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachineInstance",
             "metadata": {"name": "web-9", "namespace": "shop",
               "uid": "00000000-0000-0009-0000-000000000001"},
             "spec": {}, "status": {"phase": "Running"}}
            """));
    cluster.put(ResourceTypes.POD, launcher("web-9", 1, ""));
    cluster.put(ResourceTypes.POD, launcher("web-8", 2, ", \"vmi.kubevirt.io/id\": \"web-9\""));

    publisher.publish(Publications.of(id, name).named("old").build());

    assertThat(cluster.all(ResourceTypes.SERVICE))
        .extracting(service -> service.at("/spec/selector").toString())
        .containsExactly("{\"vm.kubevirt.io/name\":\"web-9\"}");
  }

  private static ObjectNode launcher(String machine, int run, String more) {
    return SimulatedCluster.json(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "virt-launcher-%1$s-x", "namespace": "shop",
           "uid": "00000000-0000-000a-0000-00000000000%2$d",
           "labels": {"kubevirt.io": "virt-launcher",
             "kubevirt.io/created-by": "00000000-0000-0009-0000-00000000000%2$d",
             "vm.kubevirt.io/name": "%1$s"%3$s}},
         "spec": {}, "status": {"phase": "Running"}}
        """
            .formatted(machine, run, more));
  }
}
