package io.vmgate.simulator.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.SimulatorOptions;
import io.vmgate.simulator.machine.MachineStatus;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SeedsTest {
  private final ObjectStore demo = planted(SimulatorOptions.DEMO_MACHINES);

  @Test
  void showsEveryPrintedStatus() {
    Set<String> statuses =
        objects(demo, ResourceTypes.VM).stream()
            .map(vm -> Json.text(vm, "status", "printableStatus"))
            .collect(Collectors.toSet());
    assertThat(statuses)
        .containsExactlyInAnyOrder(
            "Terminating",
            "Stopping",
            "Migrating",
            "Paused",
            "Running",
            "ErrorPvcNotFound",
            "DataVolumeError",
            "ErrorUnschedulable",
            "Provisioning",
            "WaitingForVolumeBinding",
            "ErrImagePull",
            "ImagePullBackOff",
            "Starting",
            "CrashLoopBackOff",
            "Stopped",
            "WaitingForReceiver",
            "Unknown");
    assertThat(Seeds.demoSize()).isEqualTo(SimulatorOptions.DEMO_MACHINES);
    assertThat(demo.count(ResourceTypes.VM)).isEqualTo(SimulatorOptions.DEMO_MACHINES);
  }

  @Test
  void spreadsTheDemoOverTheTenantsNamespaces() {
    assertThat(objects(demo, ResourceTypes.VM))
        .extracting(Json::namespace)
        .contains("shop", "shop-staging", "payments", "research", "render-farm", "golden-images");
    assertThat(objects(demo, ResourceTypes.NAMESPACE))
        .extracting(Json::name)
        .contains("kube-system");
  }

  @Test
  void computesTheStatusThatTheScenariosHave() {
    for (ObjectNode machine : objects(demo, ResourceTypes.VM)) {
      String namespace = Json.namespace(machine);
      String name = Json.name(machine);
      JsonNode disk = demo.read(ResourceTypes.DATA_VOLUME, namespace, name + "-root");
      JsonNode claim = demo.read(ResourceTypes.CLAIM, namespace, name + "-root");
      ObjectNode again = machine.deepCopy();
      MachineStatus.update(
          again,
          new MachineStatus.Surroundings(
              demo.read(ResourceTypes.VMI, namespace, name),
              disk == null ? List.of() : List.of(disk),
              claim != null && !Json.text(claim, "status", "phase").equals("Bound")),
          "2026-09-01T00:00:00Z");
      assertThat(Json.text(again, "status", "printableStatus"))
          .as(name)
          .isEqualTo(Json.text(machine, "status", "printableStatus"));
    }
  }

  @Test
  void plantsTheSameObjectsEveryTime() {
    ObjectStore again = planted(SimulatorOptions.DEMO_MACHINES);
    for (ResourceType type : ResourceTypes.all()) {
      assertThat(again.snapshot(type, "").objects())
          .extracting(object -> Json.uid(object.toNode()))
          .isEqualTo(
              demo.snapshot(type, "").objects().stream().map(o -> Json.uid(o.toNode())).toList());
    }
  }

  @Test
  void givesEachObjectAnIdOfItsOwnAndAnOwnerThatIsThere() {
    ObjectStore store = planted(400);
    Set<String> uids = new HashSet<>();
    for (ResourceType type : ResourceTypes.all()) {
      for (ObjectNode object : objects(store, type)) {
        assertThat(uids.add(Json.uid(object))).as("%s %s", type, Json.name(object)).isTrue();
      }
    }
    for (ResourceType type : ResourceTypes.all()) {
      for (ObjectNode object : objects(store, type)) {
        for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
          assertThat(uids)
              .as("owner of %s %s", type, Json.name(object))
              .contains(Json.text(owner, "uid"));
        }
      }
    }
  }

  @Test
  void plantsASliceForEachService() {
    for (ObjectNode service : objects(demo, ResourceTypes.SERVICE)) {
      List<StoredObject> slices =
          demo.snapshot(ResourceTypes.ENDPOINT_SLICE, Json.namespace(service)).objects().stream()
              .filter(s -> Json.name(service).equals(s.label("kubernetes.io/service-name")))
              .toList();
      assertThat(slices).as(Json.name(service)).hasSize(1);
      assertThat(slices.getFirst().toNode().path("endpoints")).as(Json.name(service)).hasSize(1);
    }
    assertThat(demo.count(ResourceTypes.SERVICE)).isEqualTo(6);
  }

  @Test
  void generatesTheRest() {
    ObjectStore store = planted(1000);
    assertThat(store.count(ResourceTypes.VM)).isEqualTo(1000);
    assertThat(store.snapshot(ResourceTypes.VM, "load-000").objects()).isNotEmpty();
    long running =
        objects(store, ResourceTypes.VM).stream()
            .filter(vm -> Json.text(vm, "status", "printableStatus").equals("Running"))
            .count();
    assertThat(running).isBetween(700L, 950L);
    assertThat(store.find(ResourceTypes.NAMESPACE, "load-000")).isPresent();
  }

  @Test
  void plantsTheFirstMachinesIfFewAreAskedFor() {
    assertThat(planted(3).count(ResourceTypes.VM)).isEqualTo(3);
    assertThat(planted(0).count(ResourceTypes.VM)).isZero();
    assertThat(planted(0).count(ResourceTypes.NODE)).isEqualTo(4);
  }

  private static ObjectStore planted(int machines) {
    ObjectStore store = new ObjectStore(100);
    new Seeds(machines, Set.of()).plant(store);
    return store;
  }

  private static List<ObjectNode> objects(ObjectStore store, ResourceType type) {
    return store.snapshot(type, "").objects().stream().map(StoredObject::toNode).toList();
  }
}
