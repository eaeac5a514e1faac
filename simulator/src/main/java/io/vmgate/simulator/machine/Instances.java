package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A VirtualMachineInstance from its creation to its end. */
public final class Instances {
  private static final String NODE_LABEL = "kubevirt.io/nodeName";

  private Instances() {}

  /** Tell whether a phase is the last one. */
  public static boolean isFinal(JsonNode instance) {
    String phase = phase(instance);
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** Tell whether the machine names enough memory to be created at all. */
  public static boolean canBeCreated(JsonNode machine, @Nullable JsonNode instancetype) {
    return !Hardware.of(Json.at(machine, "spec", "template", "spec"), instancetype)
        .memory()
        .isEmpty();
  }

  /** Move a running instance to another node, after a migration. */
  public static void moved(
      ObjectNode instance, String node, String podAddress, @Nullable GuestSystem guest) {
    ObjectNode status = Json.child(instance, "status");
    status.put("nodeName", node);
    ObjectNode labels = Json.child(Json.metadata(instance), "labels");
    labels.put(NODE_LABEL, node).remove("kubevirt.io/migrationTargetNodeName");
    status.set("interfaces", InstanceStatus.interfaces(instance, podAddress, guest));
  }

  /**
   * Name the claims that an instance or a machine's template uses; {@code spec} is the inner spec.
   */
  public static List<String> claims(JsonNode spec) {
    List<String> names = new ArrayList<>();
    for (JsonNode volume : spec.path("volumes")) {
      String name = InstanceStatus.claimName(volume);
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  public static String phase(JsonNode instance) {
    return Json.text(instance, "status", "phase");
  }

  /**
   * Make the instance of a machine, in phase Pending.
   *
   * @param instancetype the spec of the machine's instance type; null if it has none
   */
  public static ObjectNode create(
      JsonNode machine, @Nullable JsonNode instancetype, String uid, String now) {
    JsonNode template = Json.at(machine, "spec", "template");
    Hardware hardware = Hardware.of(template.path("spec"), instancetype);
    ObjectNode instance = Json.object();
    instance.put("apiVersion", "kubevirt.io/v1").put("kind", "VirtualMachineInstance");
    ObjectNode metadata = instance.putObject("metadata");
    annotate(metadata.putObject("annotations"), machine);
    metadata.put("creationTimestamp", now);
    metadata
        .putArray("finalizers")
        .add("kubevirt.io/virtualMachineControllerFinalize")
        .add("kubevirt.io/foregroundDeleteVirtualMachine");
    metadata.put("generation", 1);
    JsonNode labels = Json.at(template, "metadata", "labels");
    if (!labels.isEmpty()) {
      metadata.set("labels", labels.deepCopy());
    }
    metadata.put("name", Json.name(machine)).put("namespace", Json.namespace(machine));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "kubevirt.io/v1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "VirtualMachine")
        .put("name", Json.name(machine))
        .put("uid", Json.uid(machine));
    metadata.put("uid", uid);
    instance.set("spec", InstanceSpecs.complete(template.path("spec"), hardware));
    begin(instance, hardware, now);
    Json.child(instance, "status")
        .put(
            "virtualMachineRevisionName",
            "revision-start-vm-"
                + Json.uid(machine)
                + "-"
                + Json.at(machine, "metadata", "generation").longValue(1));
    return instance;
  }

  /** Take up an instance that a client made by itself, without a machine. */
  public static void adopt(ObjectNode instance, String now) {
    Hardware hardware = Hardware.of(instance.path("spec"), null);
    instance.set("spec", InstanceSpecs.complete(instance.path("spec"), hardware));
    Json.metadata(instance)
        .putArray("finalizers")
        .add("kubevirt.io/virtualMachineControllerFinalize")
        .add("kubevirt.io/foregroundDeleteVirtualMachine");
    begin(instance, hardware, now);
  }

  private static void begin(ObjectNode instance, Hardware hardware, String now) {
    ObjectNode status = Json.child(instance, "status");
    status.set("currentCPUTopology", hardware.topology());
    status.putObject("guestOSInfo");
    status
        .putObject("memory")
        .put("guestAtBoot", hardware.memory())
        .put("guestCurrent", hardware.memory())
        .put("guestRequested", hardware.memory())
        .put("memoryOverhead", Long.toString(hardware.overheadBytes()));
    status.put("qosClass", "Burstable").put("runtimeUser", 107);
    enter(instance, "Pending", now);
    notReady(instance, "PodNotExists", "virt-launcher pod has not yet been scheduled", now);
  }

  private static void annotate(ObjectNode annotations, JsonNode machine) {
    Json.at(machine, "spec", "template", "metadata", "annotations").forEachEntry(annotations::set);
    annotations.put("kubevirt.io/latest-observed-api-version", "v1");
    annotations.put("kubevirt.io/storage-observed-api-version", "v1");
    annotations.put("kubevirt.io/pci-topology-version", "v3");
    annotations.put(
        "kubevirt.io/vm-generation",
        Long.toString(Json.at(machine, "metadata", "generation").longValue(1)));
    for (String matcher : List.of("instancetype", "preference")) {
      String name = Json.text(machine, "spec", matcher, "name");
      if (!name.isEmpty()) {
        boolean namespaced =
            Json.text(machine, "spec", matcher, "kind")
                .equalsIgnoreCase("virtualmachine" + matcher);
        annotations.put("kubevirt.io/" + (namespaced ? "" : "cluster-") + matcher + "-name", name);
      }
    }
  }

  /** Move to Scheduling: the pod exists but has no node. */
  public static void scheduling(ObjectNode instance, String podUid, String now) {
    enter(instance, "Scheduling", now);
    Json.child(Json.child(instance, "status"), "activePods").put(podUid, "");
    notReady(instance, "GuestNotRunning", "Guest VM is not reported as running", now);
  }

  /** Record that no node takes the pod. */
  public static void unschedulable(ObjectNode instance, String why, String now) {
    Conditions.set(instance, "PodScheduled", "False", "Unschedulable", why, now);
  }

  /** Record why the instance cannot go on, as virt-controller does. */
  public static void unsynchronized(ObjectNode instance, String reason, String why, String now) {
    Conditions.set(instance, "Synchronized", "False", reason, why, now);
  }

  /** Move to Scheduled: the pod runs and virt-handler takes over. */
  public static void scheduled(ObjectNode instance, String podUid, String node, String now) {
    enter(instance, "Scheduled", now);
    Conditions.remove(instance, "PodScheduled");
    Conditions.remove(instance, "Synchronized");
    ObjectNode status = Json.child(instance, "status");
    Json.child(status, "activePods").put(podUid, node);
    status.put("nodeName", node);
    status.put("launcherContainerImageVersion", Pods.LAUNCHER_IMAGE);
    Json.child(Json.metadata(instance), "labels").put(NODE_LABEL, node);
  }

  /**
   * Move to Running: the guest is on, nothing is known of its inside yet.
   *
   * @param podAddress the launcher pod's
   * @param claims the claims its volumes use, by claim name
   */
  public static void running(
      ObjectNode instance, String podAddress, ClaimLookup claims, String now) {
    enter(instance, "Running", now);
    ObjectNode status = Json.child(instance, "status");
    status.putObject("machine").put("type", "pc-q35-rhel9.8.0");
    status.put("selinuxContext", "none").put("migrationTransport", "Unix");
    status.set("interfaces", InstanceStatus.interfaces(instance, podAddress, null));
    status.set("volumeStatus", InstanceStatus.volumes(instance, claims));
    Conditions.set(instance, "Ready", "True", "", "", now);
    InstanceStatus.judgeMigration(instance, claims);
  }

  /** The guest agent connects and tells what it knows. */
  public static void agentConnected(
      ObjectNode instance, GuestSystem guest, String podAddress, String now) {
    ObjectNode status = Json.child(instance, "status");
    status.set("guestOSInfo", guest.info());
    status.set("interfaces", InstanceStatus.interfaces(instance, podAddress, guest));
    Conditions.set(instance, "AgentConnected", "True", "", "", "");
    for (JsonNode condition : status.path("conditions")) {
      if (Json.text(condition, "type").equals("AgentConnected")) {
        ((ObjectNode) condition).put("lastProbeTime", now);
      }
    }
  }

  /** The guest begins anew inside the same instance: its agent is gone until it has booted. */
  public static void rebooted(ObjectNode instance, String podAddress) {
    ObjectNode status = Json.child(instance, "status");
    status.putObject("guestOSInfo");
    status.set("interfaces", InstanceStatus.interfaces(instance, podAddress, null));
    Conditions.remove(instance, "AgentConnected");
  }

  /** Pause the guest, as the call of a user does. */
  public static void paused(ObjectNode instance, String now) {
    notReady(
        instance,
        "ReadinessGatesNotReady",
        "the status of pod readiness gate \"kubevirt.io/virtual-machine-unpaused\" is not \"True\", but False",
        now);
    Conditions.set(instance, "Paused", "True", "PausedByUser", "VMI was paused by user", now);
  }

  /** End a pause. */
  public static void unpaused(ObjectNode instance, String now) {
    Conditions.remove(instance, "Paused");
    Conditions.set(instance, "Ready", "True", "", "", now);
  }

  /**
   * Reach the end.
   *
   * @param phase Succeeded or Failed
   */
  public static void ended(ObjectNode instance, String phase, String now) {
    enter(instance, phase, now);
    Conditions.remove(instance, "Paused");
    notReady(instance, "PodTerminating", "virt-launcher pod is terminating", now);
    ObjectNode status = Json.child(instance, "status");
    status.remove("interfaces");
  }

  /** Enter a phase and note the time; entering the present one changes nothing. */
  public static void enter(ObjectNode instance, String phase, String now) {
    ObjectNode status = Json.child(instance, "status");
    if (Json.text(status, "phase").equals(phase)) {
      return;
    }
    status.put("phase", phase);
    ArrayNode times = Json.list(status, "phaseTransitionTimestamps");
    times.addObject().put("phase", phase).put("phaseTransitionTimestamp", now);
  }

  private static void notReady(ObjectNode instance, String reason, String why, String now) {
    Conditions.set(instance, "Ready", "False", reason, why, now);
  }
}
