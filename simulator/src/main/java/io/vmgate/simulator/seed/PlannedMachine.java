package io.vmgate.simulator.seed;

import io.vmgate.simulator.lifecycle.InstancetypeRevisions;
import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.Disks;
import io.vmgate.simulator.machine.GuestSystem;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.MachineStatus;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Grows one machine, with all it owns, to where its plan says it stands. */
final class PlannedMachine {
  private static final String[] NODES = {"node-a", "node-b", "node-c"};
  private static final String[] NODE_ADDRESSES = {"10.10.0.11", "10.10.0.12", "10.10.0.13"};
  private static final String NO_ROOM =
      "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims"
          + " found for incoming pod.";

  private final MachinePlan plan;
  private final @Nullable ObjectNode instancetype;
  private final Instant created;
  private final int node;
  private final List<ObjectNode> objects = new ArrayList<>();
  private final List<JsonNode> disks = new ArrayList<>();
  private @Nullable ObjectNode claim;

  /**
   * @param instancetype the object that the plan names; null if it names none
   */
  PlannedMachine(MachinePlan plan, @Nullable ObjectNode instancetype) {
    this.plan = plan;
    this.instancetype = instancetype;
    this.created = Instant.parse(plan.created());
    this.node = Math.floorMod((plan.namespace() + plan.name()).hashCode(), NODES.length);
  }

  /** Make the machine and what it owns; owners come first. */
  List<ObjectNode> grow() {
    ObjectNode machine = new MachineTemplate(plan).machine();
    objects.add(machine);
    growDisk(machine);
    ObjectNode instance = plan.situation().hasInstance() ? growInstance(machine) : null;
    finish(machine, instance);
    return objects;
  }

  private void growDisk(ObjectNode machine) {
    String source = plan.image();
    if (source.startsWith("containerdisk:") || plan.situation() == Situation.ERROR_PVC_NOT_FOUND) {
      return;
    }
    String name = plan.name() + "-root";
    if (source.startsWith("claim:")) {
      ObjectNode own = ownClaim(name, source.substring("claim:".length()));
      if (plan.situation() != Situation.WAITING_FOR_VOLUME_BINDING) {
        Disks.bind(own);
      }
      claim = own;
      objects.add(own);
      return;
    }
    JsonNode template = Json.at(machine, "spec", "dataVolumeTemplates").path(0);
    ObjectNode disk = Disks.dataVolume(machine, template, uid("datavolume"), at(0));
    ObjectNode imported = Disks.claim(disk, uid("claim"), at(0));
    switch (plan.situation()) {
      case PROVISIONING -> Disks.inProgress(disk, "ImportInProgress", "45.30%", at(60));
      case DATA_VOLUME_ERROR ->
          Disks.failing(
              disk,
              "Unable to connect to http data source: dial tcp: lookup images.invalid: no such host",
              at(60));
      default -> {
        Disks.succeeded(disk, at(60));
        Disks.bind(imported);
      }
    }
    claim = imported;
    disks.add(disk);
    objects.add(disk);
    objects.add(imported);
  }

  private ObjectNode ownClaim(String name, String storageClass) {
    ObjectNode own = Json.object();
    own.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
    ObjectNode metadata = own.putObject("metadata");
    metadata.put("creationTimestamp", at(0));
    metadata.putArray("finalizers").add("kubernetes.io/pvc-protection");
    metadata.put("name", name).put("namespace", plan.namespace()).put("uid", uid("claim"));
    ObjectNode spec = own.putObject("spec");
    spec.putArray("accessModes")
        .add(storageClass.startsWith("local") ? "ReadWriteOnce" : "ReadWriteMany");
    spec.putObject("resources").putObject("requests").put("storage", plan.diskGib() + "Gi");
    spec.put("storageClassName", storageClass).put("volumeMode", "Block");
    own.putObject("status").put("phase", "Pending");
    return own;
  }

  private ObjectNode growInstance(ObjectNode machine) {
    JsonNode size = instancetype == null ? null : instancetype.path("spec");
    ObjectNode instance = Instances.create(machine, size, uid("instance"), at(90));
    objects.add(instance);
    switch (plan.situation()) {
      case ERROR_PVC_NOT_FOUND ->
          Instances.unsynchronized(
              instance,
              "FailedPvcNotFound",
              "PVC "
                  + plan.namespace()
                  + "/"
                  + plan.name()
                  + "-root does not exist, waiting for it to appear",
              at(91));
      case WAITING_FOR_RECEIVER -> Instances.enter(instance, "WaitingForSync", at(91));
      case WAITING_FOR_VOLUME_BINDING -> {}
      default -> growPod(instance);
    }
    return instance;
  }

  private void growPod(ObjectNode instance) {
    ObjectNode pod = Pods.create(instance, uid("pod").substring(0, 5), uid("pod"), at(91));
    objects.add(pod);
    Instances.scheduling(instance, Json.uid(pod), at(91));
    switch (plan.situation()) {
      case ERROR_UNSCHEDULABLE -> {
        Pods.unschedulable(pod, NO_ROOM, at(92));
        Instances.unschedulable(instance, NO_ROOM, at(92));
      }
      case ERR_IMAGE_PULL -> pullFailure(instance, pod, "ErrImagePull");
      case IMAGE_PULL_BACK_OFF -> pullFailure(instance, pod, "ImagePullBackOff");
      default -> {
        Pods.placed(pod, NODES[node], NODE_ADDRESSES[node], at(92));
        if (plan.situation() != Situation.STARTING) {
          Pods.running(pod, instance, at(118));
          Instances.scheduled(instance, Json.uid(pod), NODES[node], at(118));
          boot(instance, pod);
        }
      }
    }
  }

  private void pullFailure(ObjectNode instance, ObjectNode pod, String reason) {
    String image = plan.image().substring(plan.image().indexOf(':') + 1);
    String why =
        reason.equals("ErrImagePull")
            ? "failed to pull and unpack image \""
                + image
                + "\": no such image: name resolution failed"
            : "Back-off pulling image \"" + image + "\"";
    Pods.placed(pod, NODES[node], NODE_ADDRESSES[node], at(92));
    Pods.waiting(pod, "volumecontainerdisk", image, reason, why);
    Instances.unsynchronized(instance, reason, why, at(110));
  }

  private void boot(ObjectNode instance, ObjectNode pod) {
    if (!plan.situation().isOn()) {
      return;
    }
    String address = Pods.address(pod);
    Instances.running(instance, address, name -> claim, at(121));
    GuestSystem guest = GuestSystem.of(instance);
    if (guest != null) {
      Instances.agentConnected(instance, guest, address, at(150));
    }
    switch (plan.situation()) {
      case PAUSED -> {
        Instances.paused(instance, at(7200));
        Pods.paused(pod, true, at(7200));
      }
      case STOPPING -> leaving(instance, 7200);
      case TERMINATING -> leaving(instance, 7201);
      case POWERED_OFF -> {
        Instances.ended(instance, "Succeeded", at(7200));
        Pods.ended(pod, "Succeeded", at(7200));
      }
      case UNKNOWN -> Json.child(instance, "status").put("phase", "Unknown");
      default -> {}
    }
  }

  private void leaving(ObjectNode object, int seconds) {
    Json.metadata(object)
        .put("deletionTimestamp", at(seconds))
        .put("deletionGracePeriodSeconds", 0);
  }

  private void finish(ObjectNode machine, @Nullable ObjectNode instance) {
    ObjectNode status = Json.child(machine, "status");
    if (instance != null) {
      status.put("runStrategy", plan.strategy());
    }
    if (instancetype != null) {
      ObjectNode revision = InstancetypeRevisions.of(machine, instancetype, uid("revision"), at(0));
      InstancetypeRevisions.refer(machine, "instancetype", instancetype, Json.name(revision));
      objects.add(revision);
    }
    if (plan.situation() == Situation.TERMINATING) {
      leaving(machine, 7200);
    }
    if (plan.situation() == Situation.CRASH_LOOP_BACK_OFF) {
      status
          .putObject("startFailure")
          .put("consecutiveFailCount", 6)
          .put("lastFailedVMIUID", uid("failed"))
          .put("retryAfterTimestamp", at(420));
    }
    boolean unbound = claim != null && !Json.text(claim, "status", "phase").equals("Bound");
    MachineStatus.update(
        machine, new MachineStatus.Surroundings(instance, disks, unbound), at(121));
    if (plan.situation() == Situation.STOPPED && plan.diskGib() % 2 == 0) {
      // It has run before: conditions of that run stay behind.
      Conditions.set(machine, "AgentConnected", "True", "", "", "");
      status.put("runStrategy", plan.strategy());
    }
  }

  private String uid(String what) {
    return Uids.of(what, plan.namespace(), plan.name());
  }

  private String at(int seconds) {
    return created.plusSeconds(seconds).toString();
  }
}
