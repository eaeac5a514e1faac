package io.vmgate.simulator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.seed.Seeds;
import io.vmgate.simulator.service.Allocations;
import io.vmgate.simulator.service.Backends;
import io.vmgate.simulator.service.BalancerAddresses;
import io.vmgate.simulator.service.LocalPorts;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class LifecycleTest {
  private static final Duration LONG = Duration.ofMinutes(3);

  private final ObjectStore store = new ObjectStore(10_000);
  private final ManualTimers time = new ManualTimers();
  private final Deletions deletions = new Deletions(store, time);
  private final Lifecycle lifecycle;
  private final List<String> statuses = new ArrayList<>();
  private final List<String> phases = new ArrayList<>();

  LifecycleTest() {
    new Seeds(0, Set.of()).plant(store);
    IdSource ids = new IdSource(new Random(1));
    lifecycle =
        new Lifecycle(
            store,
            deletions,
            ids,
            time,
            time,
            1,
            new Backends(store),
            new BalancerAddresses(
                new Allocations(store, ids, LocalPorts.CLOSED), LocalPorts.CLOSED));
    store.onChange(
        change -> {
          ObjectNode object = change.current().toNode();
          if (change.type().equals(ResourceTypes.VM)) {
            note(statuses, Json.text(object, "status", "printableStatus"));
          } else if (change.type().equals(ResourceTypes.VMI)) {
            note(phases, Json.text(object, "status", "phase"));
          }
        });
  }

  @Test
  void startsAMachineStepByStep() {
    create(machine("Always"));
    time.pass(LONG);

    assertThat(statuses).containsExactly("Stopped", "Starting", "Running");
    assertThat(phases).containsExactly("Pending", "Scheduling", "Scheduled", "Running");
    JsonNode vm = vm();
    assertThat(vm.path("status").path("ready").booleanValue(false)).isTrue();
    assertThat(condition(vm, "AgentConnected")).isEqualTo("True");
    JsonNode vmi = vmi();
    String node = Json.text(vmi, "status", "nodeName");
    assertThat(node).isIn("node-a", "node-b", "node-c");
    assertThat(Json.text(vmi, "metadata", "labels", "kubevirt.io/nodeName")).isEqualTo(node);
    JsonNode pod = pods().getFirst();
    assertThat(Json.text(vmi, "status", "activePods", Json.uid(pod))).isEqualTo(node);
    assertThat(Json.text(Json.at(vmi, "status", "interfaces").path(0), "ipAddress"))
        .isEqualTo(Json.text(pod, "status", "podIP"))
        .isNotEmpty();
    assertThat(events())
        .containsExactly(
            "VirtualMachine SuccessfulCreate",
            "VirtualMachineInstance SuccessfulCreate",
            "VirtualMachineInstance Created",
            "VirtualMachineInstance Started");
  }

  @Test
  void stopsAMachineWhenItIsHalted() {
    create(machine("Always"));
    time.pass(LONG);
    forgetEvents();
    statuses.clear();

    edit(vm -> Json.child(vm, "spec").put("runStrategy", "Halted"));
    time.pass(LONG);

    assertThat(statuses).startsWith("Running", "Stopping").endsWith("Stopped");
    assertThat(store.count(ResourceTypes.VMI)).isZero();
    assertThat(pods()).isEmpty();
    assertThat(vm().path("status").has("created")).isFalse();
    assertThat(events())
        .containsExactly(
            "VirtualMachine SuccessfulDelete",
            "VirtualMachineInstance ShuttingDown",
            "VirtualMachineInstance Stopped",
            "VirtualMachineInstance Deleted",
            "VirtualMachineInstance SuccessfulDelete");
  }

  @Test
  void restartsByStateChangeRequests() {
    create(machine("Always"));
    time.pass(LONG);
    String before = Json.uid(vmi());

    edit(
        vm -> {
          var requests = Json.list(Json.child(vm, "status"), "stateChangeRequests");
          requests.addObject().put("action", "Stop").put("uid", before);
          requests.addObject().put("action", "Start");
        });
    time.pass(LONG);

    assertThat(Json.uid(vmi())).isNotEqualTo(before);
    assertThat(vm().path("status").has("stateChangeRequests")).isFalse();
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
  }

  @Test
  void killsAGuestThatHasNoTimeToShutDown() {
    create(machine("Always"));
    time.pass(LONG);
    forgetEvents();

    lifecycle.guests().gracePeriod("default", "m", 0);
    edit(vm -> Json.child(vm, "spec").put("runStrategy", "Halted"));
    time.pass(Duration.ofSeconds(2));

    assertThat(vmiOrNull()).isNull();
    assertThat(phases).endsWith("Failed");
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
    assertThat(events())
        .containsExactly(
            "VirtualMachine SuccessfulDelete",
            "VirtualMachineInstance Deleted",
            "VirtualMachineInstance Stopped",
            "VirtualMachineInstance SuccessfulDelete");
  }

  @Test
  void killsAGuestThatIsShuttingDownWhenItsTimeIsCutShort() {
    create(machine("Always"));
    time.pass(LONG);
    edit(vm -> Json.child(vm, "spec").put("runStrategy", "Halted"));
    time.pass(Duration.ofSeconds(2));
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopping");

    lifecycle.guests().gracePeriod("default", "m", 0);
    time.pass(Duration.ofSeconds(2));

    assertThat(vmiOrNull()).isNull();
    assertThat(phases).endsWith("Failed");
  }

  @Test
  void takesSecondsToShutAGuestDown() {
    create(machine("Always"));
    time.pass(LONG);
    edit(vm -> Json.child(vm, "spec").put("runStrategy", "Halted"));

    time.pass(Duration.ofSeconds(5));
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopping");
    time.pass(Duration.ofSeconds(5));
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
    assertThat(phases).endsWith("Succeeded");
  }

  @Test
  void pausesAGuestAndLetsItGoOn() {
    create(machine("Always"));
    time.pass(LONG);
    forgetEvents();

    lifecycle.guests().pause("default", "m");
    time.pass(Duration.ofSeconds(1));

    JsonNode pause = io.vmgate.simulator.machine.Conditions.find(vmi(), "Paused");
    assertThat(Json.text(pause, "reason")).isEqualTo("PausedByUser");
    assertThat(Json.text(pause, "message")).isEqualTo("VMI was paused by user");
    assertThat(Json.text(vmi(), "status", "phase")).isEqualTo("Running");
    assertThat(condition(vmi(), "Ready")).isEqualTo("False");
    assertThat(condition(pods().getFirst(), "kubevirt.io/virtual-machine-unpaused"))
        .isEqualTo("False");
    assertThat(condition(pods().getFirst(), "Ready")).isEqualTo("False");
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Paused");
    assertThat(vm().path("status").has("ready")).isFalse();

    lifecycle.guests().unpause("default", "m");
    time.pass(Duration.ofSeconds(1));

    assertThat(condition(vmi(), "Paused")).isEmpty();
    assertThat(condition(vm(), "Paused")).isEmpty();
    assertThat(condition(vmi(), "Ready")).isEqualTo("True");
    assertThat(condition(pods().getFirst(), "kubevirt.io/virtual-machine-unpaused"))
        .isEqualTo("True");
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
    assertThat(vm().path("status").path("ready").booleanValue(false)).isTrue();
    assertThat(events())
        .containsExactly("VirtualMachineInstance Paused", "VirtualMachineInstance Unpaused");
  }

  @Test
  void bootsAGuestOnlyWhileItIsNotPaused() {
    create(machine("Halted"));
    time.pass(LONG);
    edit(
        vm ->
            Json.list(Json.child(vm, "status"), "stateChangeRequests")
                .addObject()
                .put("action", "Start")
                .putObject("data")
                .put("paused", "true"));
    time.pass(LONG);

    assertThat(Json.text(vm(), "spec", "runStrategy")).isEqualTo("Always");
    assertThat(vm().path("status").has("stateChangeRequests")).isFalse();
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Paused");
    assertThat(condition(vmi(), "AgentConnected")).isEmpty();

    lifecycle.guests().unpause("default", "m");
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
    assertThat(condition(vmi(), "AgentConnected")).isEqualTo("True");
  }

  @Test
  void keepsTheInstanceWhenAGuestIsReset() {
    create(machine("Always"));
    time.pass(LONG);
    String before = Json.uid(vmi());

    lifecycle.guests().reset("default", "m");
    assertThat(condition(vmi(), "AgentConnected")).isEmpty();
    assertThat(vmi().path("status").path("guestOSInfo")).isEmpty();
    lifecycle.guests().softReboot("default", "m");
    time.pass(LONG);

    assertThat(Json.uid(vmi())).isEqualTo(before);
    assertThat(condition(vmi(), "AgentConnected")).isEqualTo("True");
    assertThat(events())
        .endsWith("VirtualMachineInstance Reset", "VirtualMachineInstance SoftRebooted");
  }

  @Test
  void startsAManualMachineOnRequestAndKeepsItsEndedGuest() {
    create(machine("Manual"));
    time.pass(LONG);
    assertThat(vmiOrNull()).isNull();

    edit(
        vm ->
            Json.list(Json.child(vm, "status"), "stateChangeRequests")
                .addObject()
                .put("action", "Start"));
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");

    assertThat(lifecycle.endGuest("default", "m", false)).isTrue();
    time.pass(LONG);
    assertThat(Json.text(vmi(), "status", "phase")).isEqualTo("Succeeded");
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
  }

  @Test
  void runsAnAlwaysMachineAgainWhenItsGuestPowersOff() {
    create(machine("Always"));
    time.pass(LONG);
    String before = Json.uid(vmi());
    lifecycle.endGuest("default", "m", false);
    time.pass(LONG);
    assertThat(Json.uid(vmi())).isNotEqualTo(before);
  }

  @Test
  void runsAFailedMachineAgainButNotAStoppedOneUnderRerunOnFailure() {
    create(machine("RerunOnFailure"));
    time.pass(LONG);
    lifecycle.endGuest("default", "m", true);
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");

    lifecycle.endGuest("default", "m", false);
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
    assertThat(vmiOrNull()).isNull();
  }

  @Test
  void backsOffFromAGuestThatCrashesAtOnce() {
    ObjectNode machine = machine("Always");
    image(machine, "quay.io/demo/crashing:1");
    create(machine);
    time.pass(Duration.ofSeconds(12));

    assertThat(statuses).contains("CrashLoopBackOff");
    assertThat(Json.at(vm(), "status", "startFailure", "consecutiveFailCount").intValue(0))
        .isPositive();
  }

  @Test
  void saysWhyAPodFindsNoNode() {
    ObjectNode machine = machine("Always");
    ((ObjectNode) Json.at(machine, "spec", "template", "spec", "domain", "memory"))
        .put("guest", "900Gi");
    create(machine);
    time.pass(LONG);

    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("ErrorUnschedulable");
    assertThat(
            Json.text(io.vmgate.simulator.machine.Conditions.find(vm(), "PodScheduled"), "message"))
        .startsWith("0/3 nodes are available: 3 Insufficient memory.");
  }

  @Test
  void alternatesBetweenPullErrorsForAnImageThatIsNotThere() {
    ObjectNode machine = machine("Always");
    image(machine, "registry.invalid/none:1");
    create(machine);
    time.pass(LONG);
    assertThat(statuses).contains("ErrImagePull", "ImagePullBackOff");
  }

  @Test
  void importsADiskBeforeItStarts() {
    create(withDisk("docker://quay.io/containerdisks/fedora:42"));
    time.pass(LONG);

    assertThat(statuses).contains("Provisioning").endsWith("Running");
    JsonNode disk = store.find(ResourceTypes.DATA_VOLUME, "default/m-root").orElseThrow().toNode();
    assertThat(Json.text(disk, "status", "phase")).isEqualTo("Succeeded");
    JsonNode claim = store.find(ResourceTypes.CLAIM, "default/m-root").orElseThrow().toNode();
    assertThat(Json.text(claim, "status", "phase")).isEqualTo("Bound");
  }

  @Test
  void staysWithoutInstanceWhileADiskCannotBeImported() {
    create(withDisk("docker://registry.invalid/fedora:42"));
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("DataVolumeError");
    assertThat(vmiOrNull()).isNull();
  }

  @Test
  void waitsForAClaimThatIsMissing() {
    ObjectNode machine = machine("Always");
    ObjectNode volume =
        Json.list((ObjectNode) Json.at(machine, "spec", "template", "spec"), "volumes").addObject();
    volume.put("name", "data").putObject("persistentVolumeClaim").put("claimName", "later");
    create(machine);
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("ErrorPvcNotFound");

    store.put(
        ResourceTypes.CLAIM,
        Json.parseObject(
            """
            {"metadata":{"namespace":"default","name":"later","uid":"c"},
             "spec":{"accessModes":["ReadWriteMany"],"storageClassName":"ceph-rbd",
                     "resources":{"requests":{"storage":"1Gi"}}},
             "status":{"phase":"Pending"}}
            """));
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
  }

  @Test
  void refusesAMachineWithoutMemory() {
    ObjectNode machine = machine("Always");
    ((ObjectNode) Json.at(machine, "spec", "template", "spec", "domain")).remove("memory");
    create(machine);
    time.pass(LONG);
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
    assertThat(condition(vm(), "Failure")).isEqualTo("True");
    assertThat(events()).containsExactly("VirtualMachine FailedCreate");
  }

  @Test
  void takesDisksAndGuestAwayWithTheMachine() {
    create(withDisk("docker://quay.io/containerdisks/fedora:42"));
    time.pass(LONG);

    deletions.delete(ResourceTypes.VM, "default/m", Deletions.Propagation.BACKGROUND);
    time.pass(LONG);

    assertThat(statuses).contains("Terminating");
    for (ResourceType type :
        List.of(
            ResourceTypes.VM,
            ResourceTypes.VMI,
            ResourceTypes.POD,
            ResourceTypes.DATA_VOLUME,
            ResourceTypes.CLAIM)) {
      assertThat(store.count(type)).as(type.plural()).isZero();
    }
  }

  @Test
  void leavesTheGuestRunningWhenItIsOrphaned() {
    create(machine("Always"));
    time.pass(LONG);
    deletions.delete(ResourceTypes.VM, "default/m", Deletions.Propagation.ORPHAN);
    time.pass(LONG);
    assertThat(store.count(ResourceTypes.VM)).isZero();
    assertThat(Json.text(vmi(), "status", "phase")).isEqualTo("Running");
  }

  @Test
  void movesAGuestToAnotherNode() {
    create(machine("Always"));
    time.pass(LONG);
    String before = Json.text(vmi(), "status", "nodeName");
    store.put(
        ResourceTypes.MIGRATION,
        Json.parseObject(
            """
            {"metadata":{"namespace":"default","name":"move","uid":"move","labels":{"kubevirt.io/vmi-name":"m"},
             "finalizers":["kubevirt.io/migrationJobFinalize"]},"spec":{"vmiName":"m"}}
            """));
    time.pass(LONG);

    assertThat(statuses).containsSubsequence("Running", "Migrating", "Running");
    JsonNode vmi = vmi();
    assertThat(Json.text(vmi, "status", "nodeName")).isNotEqualTo(before);
    assertThat(Json.at(vmi, "status", "migrationState", "completed").booleanValue(false)).isTrue();
    assertThat(Json.at(vmi, "status", "activePods").size()).isEqualTo(1);
    assertThat(pods())
        .extracting(pod -> Json.text(pod, "status", "phase"))
        .containsExactlyInAnyOrder("Succeeded", "Running");
  }

  @Test
  void cancelsAMigrationThatIsDeleted() {
    create(machine("Always"));
    time.pass(LONG);
    String before = Json.text(vmi(), "status", "nodeName");
    store.put(
        ResourceTypes.MIGRATION,
        Json.parseObject(
            """
            {"metadata":{"namespace":"default","name":"move","uid":"move","labels":{"kubevirt.io/vmi-name":"m"},
             "finalizers":["kubevirt.io/migrationJobFinalize"]},"spec":{"vmiName":"m"}}
            """));
    time.pass(Duration.ofSeconds(10));
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Migrating");

    deletions.delete(ResourceTypes.MIGRATION, "default/move", Deletions.Propagation.BACKGROUND);
    time.pass(LONG);

    assertThat(store.count(ResourceTypes.MIGRATION)).isZero();
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
    assertThat(Json.text(vmi(), "status", "nodeName")).isEqualTo(before);
    assertThat(Json.at(vmi(), "status", "migrationState", "failed").booleanValue(false)).isTrue();
  }

  @Test
  void fillsADiskWhenItsFirstConsumerComes() {
    ObjectNode machine = withDisk("docker://quay.io/containerdisks/fedora:42");
    ((ObjectNode)
            Json.at(machine, "spec", "dataVolumeTemplates").path(0).path("spec").path("storage"))
        .put("storageClassName", "local-wait");
    create(machine);
    time.pass(LONG);

    assertThat(statuses).contains("WaitingForVolumeBinding").endsWith("Running");
  }

  @Test
  void takesUpAnInstanceWithoutAMachine() {
    store.put(
        ResourceTypes.VMI,
        Json.parseObject(
            """
            {"metadata":{"namespace":"default","name":"m","uid":"alone"},
             "spec":{"domain":{"memory":{"guest":"1Gi"},"devices":{}}}}
            """));
    time.pass(LONG);
    assertThat(Json.text(vmi(), "status", "phase")).isEqualTo("Running");
    assertThat(condition(vmi(), "LiveMigratable")).isEqualTo("False");
  }

  @Test
  void failsAGuestWhosePodIsTakenAway() {
    create(machine("Once"));
    time.pass(LONG);
    store.remove(ResourceTypes.POD, "default/" + Json.name(pods().getFirst()));
    time.pass(LONG);
    assertThat(Json.text(vmi(), "status", "phase")).isEqualTo("Failed");
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Stopped");
  }

  @Test
  void followsTheNewPaceAtOnce() {
    create(machine("Always"));
    time.pass(Duration.ofMillis(1));
    lifecycle.pace(1000);
    time.pass(Duration.ofMillis(100));
    assertThat(Json.text(vm(), "status", "printableStatus")).isEqualTo("Running");
  }

  private static void note(List<String> seen, String value) {
    if (!value.isEmpty() && (seen.isEmpty() || !seen.getLast().equals(value))) {
      seen.add(value);
    }
  }

  private void create(ObjectNode machine) {
    store.put(ResourceTypes.VM, machine);
  }

  private void edit(Consumer<ObjectNode> change) {
    ObjectNode machine = vm();
    change.accept(machine);
    store.put(ResourceTypes.VM, machine);
  }

  private static ObjectNode machine(String strategy) {
    ObjectNode machine =
        Json.parseObject(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine",
             "metadata":{"namespace":"default","name":"m","uid":"vm-uid","generation":1,
               "finalizers":["kubevirt.io/virtualMachineControllerFinalize"]},
             "spec":{"template":{"metadata":{"labels":{"app":"x"}},"spec":{
               "domain":{"cpu":{"cores":2},"memory":{"guest":"2Gi"},
                 "devices":{"interfaces":[{"name":"default","masquerade":{}}]}},
               "networks":[{"name":"default","pod":{}}],
               "volumes":[{"name":"root","containerDisk":{"image":"quay.io/containerdisks/fedora:42"}}]}}}}
            """);
    Json.child(machine, "spec").put("runStrategy", strategy);
    return machine;
  }

  private static ObjectNode withDisk(String url) {
    ObjectNode machine = machine("Always");
    ObjectNode spec = Json.child(machine, "spec");
    ObjectNode template = spec.putArray("dataVolumeTemplates").addObject();
    template.putObject("metadata").put("name", "m-root");
    ObjectNode disk = template.putObject("spec");
    disk.putObject("source").putObject("registry").put("url", url);
    disk.putObject("storage").putObject("resources").putObject("requests").put("storage", "5Gi");
    ObjectNode volume =
        ((ObjectNode) Json.at(spec, "template", "spec")).putArray("volumes").addObject();
    volume.put("name", "root").putObject("dataVolume").put("name", "m-root");
    return machine;
  }

  private static void image(ObjectNode machine, String image) {
    ((ObjectNode)
            Json.at(machine, "spec", "template", "spec", "volumes").path(0).path("containerDisk"))
        .put("image", image);
  }

  private ObjectNode vm() {
    return store.find(ResourceTypes.VM, "default/m").orElseThrow().toNode();
  }

  private ObjectNode vmi() {
    return store.find(ResourceTypes.VMI, "default/m").orElseThrow().toNode();
  }

  private @Nullable ObjectNode vmiOrNull() {
    return store.read(ResourceTypes.VMI, "default", "m");
  }

  private List<ObjectNode> pods() {
    return store.snapshot(ResourceTypes.POD, "default").objects().stream()
        .map(StoredObject::toNode)
        .toList();
  }

  private List<String> events() {
    return store.snapshot(ResourceTypes.EVENT, "default").objects().stream()
        .sorted(java.util.Comparator.comparingLong(StoredObject::version))
        .map(StoredObject::toNode)
        .map(e -> Json.text(e, "involvedObject", "kind") + " " + Json.text(e, "reason"))
        .toList();
  }

  private void forgetEvents() {
    for (StoredObject event : store.snapshot(ResourceTypes.EVENT, "").objects()) {
      store.remove(ResourceTypes.EVENT, event.key());
    }
  }

  private static String condition(JsonNode object, String type) {
    return Json.text(io.vmgate.simulator.machine.Conditions.find(object, type), "status");
  }
}
