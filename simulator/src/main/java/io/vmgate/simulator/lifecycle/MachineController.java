package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Disks;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.MachineStatus;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks after VirtualMachines (KubeVirt: pkg/virt-controller/watch/vm). */
final class MachineController implements Controller {
  private static final String SOURCE = "virtualmachine-controller";
  private static final String FINALIZER = "kubevirt.io/virtualMachineControllerFinalize";
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(300);

  private final Cluster cluster;
  private final InstancetypeLookup instancetypes;

  /** Machines whose last guest failed and is to be run again. */
  private final Set<String> reruns = new HashSet<>();

  /** The generation at which a machine could not be created: trying again would give the same. */
  private final Map<String, Long> refused = new HashMap<>();

  MachineController(Cluster cluster) {
    this.cluster = cluster;
    this.instancetypes = new InstancetypeLookup(cluster);
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode machine = cluster.read(ResourceTypes.VM, namespace, name);
    if (machine == null) {
      reruns.remove(namespace + "/" + name);
      refused.remove(namespace + "/" + name);
      return null;
    }
    boolean leaving = Json.isBeingDeleted(machine);
    if (!leaving) {
      createDisks(machine);
    }
    ObjectNode instance = cluster.read(ResourceTypes.VMI, namespace, name);
    writeStatus(machine, instance);
    if (leaving) {
      return leave(machine, instance);
    }
    return instance == null ? withoutInstance(machine) : withInstance(machine, instance);
  }

  private @Nullable Step leave(ObjectNode machine, @Nullable ObjectNode instance) {
    String uid = Json.uid(machine);
    if (instance == null || !isOwner(machine, instance)) {
      return Step.in(
          500,
          "leave:" + uid,
          () ->
              cluster.removeFinalizer(
                  ResourceTypes.VM, Json.namespace(machine), Json.name(machine), FINALIZER));
    }
    if (Json.isBeingDeleted(instance)) {
      return null;
    }
    return Step.in(200, "stop:" + Json.uid(instance), () -> stop(machine, instance));
  }

  private static boolean isOwner(JsonNode machine, JsonNode instance) {
    for (JsonNode owner : Json.at(instance, "metadata", "ownerReferences")) {
      if (Json.text(owner, "uid").equals(Json.uid(machine))) {
        return true;
      }
    }
    return false;
  }

  private void createDisks(ObjectNode machine) {
    for (JsonNode template : Json.at(machine, "spec", "dataVolumeTemplates")) {
      String name = Json.name(template);
      String namespace = Json.namespace(machine);
      if (cluster.read(ResourceTypes.DATA_VOLUME, namespace, name) == null) {
        cluster.create(
            ResourceTypes.DATA_VOLUME,
            Disks.dataVolume(machine, template, cluster.ids().uid(), cluster.now()));
        cluster.event(
            machine, "Normal", "SuccessfulDataVolumeCreate", "Created DataVolume " + name, SOURCE);
      }
    }
  }

  private void writeStatus(ObjectNode machine, @Nullable ObjectNode instance) {
    MachineStatus.Surroundings around =
        new MachineStatus.Surroundings(instance, disks(machine), hasUnboundClaim(machine));
    String now = cluster.now();
    cluster.edit(
        ResourceTypes.VM,
        Json.namespace(machine),
        Json.name(machine),
        present -> {
          MachineStatus.update(present, around, now);
          if (instance != null && Instances.phase(instance).equals("Running")) {
            Json.child(present, "status").remove("startFailure");
          }
        });
  }

  private List<JsonNode> disks(ObjectNode machine) {
    List<JsonNode> disks = new ArrayList<>();
    for (String claim : Instances.claims(Json.at(machine, "spec", "template", "spec"))) {
      JsonNode disk = cluster.read(ResourceTypes.DATA_VOLUME, Json.namespace(machine), claim);
      if (disk != null) {
        disks.add(disk);
      }
    }
    return disks;
  }

  private boolean hasUnboundClaim(ObjectNode machine) {
    for (String name : Instances.claims(Json.at(machine, "spec", "template", "spec"))) {
      JsonNode claim = cluster.read(ResourceTypes.CLAIM, Json.namespace(machine), name);
      if (claim != null && !Json.text(claim, "status", "phase").equals("Bound")) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Step withInstance(ObjectNode machine, ObjectNode instance) {
    if (Json.isBeingDeleted(instance)) {
      return null;
    }
    String strategy = MachineStatus.strategy(machine);
    JsonNode request = Json.at(machine, "status", "stateChangeRequests").path(0);
    String action = Json.text(request, "action");
    boolean ended = Instances.isFinal(instance);
    String wanted = Json.text(request, "uid");
    boolean stopAsked =
        action.equals("Stop") && (wanted.isEmpty() || wanted.equals(Json.uid(instance)));
    boolean rerun = ended && (strategy.equals("Always") || strategy.equals("RerunOnFailure"));
    if (stopAsked || rerun || strategy.equals("Halted") || (ended && action.equals("Start"))) {
      return Step.in(100, "stop:" + Json.uid(instance), () -> stop(machine, instance));
    }
    if (action.equals("Start") || action.equals("Stop")) {
      return Step.in(0, "drop:" + action, () -> dropRequest(machine));
    }
    return null;
  }

  private void stop(ObjectNode machine, ObjectNode instance) {
    String key = Json.namespace(machine) + "/" + Json.name(machine);
    if (Instances.phase(instance).equals("Failed")) {
      if (MachineStatus.strategy(machine).equals("RerunOnFailure")) {
        reruns.add(key);
      }
      if (!hasRun(instance)) {
        countFailure(machine, instance);
      }
    }
    cluster.event(
        machine,
        "Normal",
        "SuccessfulDelete",
        "Stopped the virtual machine by deleting the virtual machine instance "
            + Json.uid(instance),
        SOURCE);
    cluster.delete(ResourceTypes.VMI, Json.namespace(instance), Json.name(instance));
  }

  private static boolean hasRun(JsonNode instance) {
    return Json.at(instance, "status", "phaseTransitionTimestamps")
        .valueStream()
        .anyMatch(entry -> Json.text(entry, "phase").equals("Running"));
  }

  /**
   * Wait longer after each failure: the square of their number times ten seconds, at most five
   * minutes.
   */
  private void countFailure(ObjectNode machine, ObjectNode instance) {
    cluster.edit(
        ResourceTypes.VM,
        Json.namespace(machine),
        Json.name(machine),
        present -> {
          ObjectNode failure = Json.child(Json.child(present, "status"), "startFailure");
          int count = failure.path("consecutiveFailCount").intValue(0) + 1;
          Duration wait = Duration.ofSeconds(10L * count * count);
          if (wait.compareTo(LONGEST_BACK_OFF) > 0) {
            wait = LONGEST_BACK_OFF;
          }
          failure.put("consecutiveFailCount", count);
          failure.put("lastFailedVMIUID", Json.uid(instance));
          failure.put("retryAfterTimestamp", Timestamps.of(cluster.instant().plus(wait)));
        });
  }

  private @Nullable Step withoutInstance(ObjectNode machine) {
    String strategy = MachineStatus.strategy(machine);
    JsonNode request = Json.at(machine, "status", "stateChangeRequests").path(0);
    String action = Json.text(request, "action");
    if (action.equals("Stop")) {
      return Step.in(0, "drop:Stop:" + Json.text(request, "uid"), () -> dropRequest(machine));
    }
    String key = Json.namespace(machine) + "/" + Json.name(machine);
    boolean asked = action.equals("Start");
    if (asked && strategy.equals("Halted") && wantsPause(request)) {
      return Step.in(100, "always", () -> runAlways(machine));
    }
    boolean starts =
        switch (strategy) {
          case "Always", "Once" -> true;
          case "Manual" -> asked;
          case "RerunOnFailure" ->
              asked
                  || reruns.contains(key)
                  || !Json.text(machine, "status", "runStrategy").equals("RerunOnFailure");
          default -> false;
        };
    long generation = Json.at(machine, "metadata", "generation").longValue(1);
    Long refusedAt = refused.get(key);
    if (!starts || !disksAreReady(machine) || (refusedAt != null && refusedAt == generation)) {
      return null;
    }
    long wait = backOffMillis(machine);
    return Step.in(
        300 + wait, "start:" + generation + ":" + asked + ":" + wait / 1000, () -> start(machine));
  }

  private boolean disksAreReady(ObjectNode machine) {
    for (JsonNode disk : disks(machine)) {
      String phase = Json.text(disk, "status", "phase");
      if (!Set.of("Succeeded", "WaitForFirstConsumer", "PendingPopulation").contains(phase)) {
        return false;
      }
    }
    return true;
  }

  private long backOffMillis(ObjectNode machine) {
    String until = Json.text(machine, "status", "startFailure", "retryAfterTimestamp");
    if (until.isEmpty()) {
      return 0;
    }
    return Math.max(0, Duration.between(cluster.instant(), Instant.parse(until)).toMillis());
  }

  private void start(ObjectNode machine) {
    String namespace = Json.namespace(machine);
    String name = Json.name(machine);
    InstancetypeLookup.Found found = instancetypes.find(machine);
    if (!found.problem().isEmpty()) {
      refuse(machine, found.reason(), found.problem());
      return;
    }
    if (!Instances.canBeCreated(machine, found.instancetype())) {
      refuse(
          machine,
          "FailedCreate",
          "no memory requested, at least one of 'memory.guest', 'memory.hugepages.size' or 'resources.requests.memory'"
              + " must be set");
      return;
    }
    reruns.remove(namespace + "/" + name);
    instancetypes.keepRevisions(machine);
    ObjectNode instance =
        Instances.create(machine, found.instancetype(), cluster.ids().uid(), cluster.now());
    if (wantsPause(Json.at(machine, "status", "stateChangeRequests").path(0))) {
      Json.child(instance, "spec").put("startStrategy", "Paused");
    }
    cluster.create(ResourceTypes.VMI, instance);
    cluster.event(
        machine,
        "Normal",
        "SuccessfulCreate",
        "Started the virtual machine by creating the new virtual machine instance " + name,
        SOURCE);
    cluster.edit(
        ResourceTypes.VM,
        namespace,
        name,
        present -> {
          Json.child(present, "status").put("runStrategy", MachineStatus.strategy(present));
          Conditions.remove(present, "Failure");
          removeFirstRequest(present, "Start");
        });
  }

  private static boolean wantsPause(JsonNode request) {
    return Json.text(request, "action").equals("Start")
        && Json.text(request, "data", "paused").equals("true");
  }

  /** A start that is to be paused leaves it to the controller to change the strategy. */
  private void runAlways(ObjectNode machine) {
    cluster.edit(
        ResourceTypes.VM,
        Json.namespace(machine),
        Json.name(machine),
        present -> {
          MachineStatus.run(present, true);
          ObjectNode metadata = Json.metadata(present);
          metadata.put("generation", metadata.path("generation").longValue(0) + 1);
        });
  }

  private void refuse(ObjectNode machine, String reason, String why) {
    String namespace = Json.namespace(machine);
    refused.put(
        namespace + "/" + Json.name(machine),
        Json.at(machine, "metadata", "generation").longValue(1));
    cluster.event(
        machine,
        "Warning",
        "FailedCreate",
        "Error creating virtual machine instance: " + why,
        SOURCE);
    cluster.edit(
        ResourceTypes.VM,
        namespace,
        Json.name(machine),
        present -> Conditions.set(present, "Failure", "True", reason, why, cluster.now()));
  }

  private void dropRequest(ObjectNode machine) {
    cluster.edit(
        ResourceTypes.VM,
        Json.namespace(machine),
        Json.name(machine),
        present ->
            removeFirstRequest(
                present,
                Json.text(Json.at(present, "status", "stateChangeRequests").path(0), "action")));
  }

  private static void removeFirstRequest(ObjectNode machine, String action) {
    ObjectNode status = Json.child(machine, "status");
    if (!(status.path("stateChangeRequests") instanceof ArrayNode requests)
        || !Json.text(requests.path(0), "action").equals(action)) {
      return;
    }
    requests.remove(0);
    if (requests.isEmpty()) {
      status.remove("stateChangeRequests");
    }
  }
}
