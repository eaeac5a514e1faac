package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine's status as a function of what it owns (KubeVirt: virt-controller, setPrintableStatus).
 */
public final class MachineStatus {
  private static final Set<String> OWN_CONDITIONS =
      Set.of("Failure", "RestartRequired", "ManualRecoveryRequired");
  private static final Set<String> STARTING = Set.of("", "Pending", "Scheduling", "Scheduled");

  private MachineStatus() {}

  /** What the status of a machine depends on besides the machine. */
  public record Surroundings(
      @Nullable JsonNode instance, List<JsonNode> dataVolumes, boolean unboundClaim) {}

  /** Bring the machine's status in line with its surroundings. */
  public static void update(ObjectNode machine, Surroundings around, String now) {
    ObjectNode status = Json.child(machine, "status");
    JsonNode instance = around.instance();
    if (instance == null) {
      status.remove(List.of("created", "ready"));
      Conditions.remove(machine, "Paused");
      Conditions.set(machine, "Ready", "False", "VMINotExists", "VMI does not exist", now);
    } else {
      status.put("created", true);
      if (Conditions.isTrue(instance, "Ready")) {
        status.put("ready", true);
      } else {
        status.remove("ready");
      }
      copyConditions(machine, instance);
    }
    long generation = Json.at(machine, "metadata", "generation").longValue(1);
    status.put("desiredGeneration", generation).put("observedGeneration", generation);
    if (!status.has("volumeSnapshotStatuses")) {
      volumeSnapshots(status, machine);
    }
    status.put("printableStatus", printable(machine, around));
  }

  private static void copyConditions(ObjectNode machine, JsonNode instance) {
    ObjectNode status = Json.child(machine, "status");
    ArrayNode next = Json.array();
    List<String> copied = new ArrayList<>();
    for (JsonNode condition : Json.at(instance, "status", "conditions")) {
      next.add(condition.deepCopy());
      copied.add(Json.text(condition, "type"));
    }
    for (JsonNode own : status.path("conditions")) {
      String type = Json.text(own, "type");
      if (OWN_CONDITIONS.contains(type) && !copied.contains(type)) {
        next.add(own);
      }
    }
    status.set("conditions", next);
  }

  private static void volumeSnapshots(ObjectNode status, ObjectNode machine) {
    ArrayNode list = status.putArray("volumeSnapshotStatuses");
    for (JsonNode volume : Json.at(machine, "spec", "template", "spec", "volumes")) {
      String name = Json.text(volume, "name");
      boolean enabled = !InstanceStatus.claimName(volume).isEmpty();
      ObjectNode entry = list.addObject().put("enabled", enabled).put("name", name);
      if (!enabled) {
        entry.put("reason", "Snapshot is not supported for this volumeSource type [" + name + "]");
      }
    }
  }

  /** Find the printed status; the first line that fits wins, in KubeVirt's order. */
  static String printable(JsonNode machine, Surroundings around) {
    JsonNode found = around.instance();
    JsonNode instance = found == null ? Json.object() : found;
    boolean exists = found != null;
    String phase = Instances.phase(instance);
    boolean ended = exists && Instances.isFinal(instance);
    if (Json.isBeingDeleted(machine)) {
      return "Terminating";
    }
    if (exists && !ended && Json.isBeingDeleted(instance)) {
      return "Stopping";
    }
    JsonNode migration = Json.at(instance, "status", "migrationState");
    if (migration.has("startTimestamp") && !migration.has("endTimestamp")) {
      return "Migrating";
    }
    if (phase.equals("Running")) {
      return Conditions.isTrue(instance, "Paused") ? "Paused" : "Running";
    }
    if (Conditions.isFalse(instance, "Synchronized", "FailedPvcNotFound")) {
      return "ErrorPvcNotFound";
    }
    if (around.dataVolumes().stream().anyMatch(MachineStatus::hasFailed)) {
      return "DataVolumeError";
    }
    if (Conditions.isFalse(instance, "PodScheduled", "Unschedulable")) {
      return "ErrorUnschedulable";
    }
    if (around.dataVolumes().stream().anyMatch(MachineStatus::isUnfinished)) {
      return "Provisioning";
    }
    boolean starts = exists ? !ended : wantsToRun(machine);
    if (starts && around.unboundClaim()) {
      return "WaitingForVolumeBinding";
    }
    if (Conditions.isFalse(instance, "Synchronized", "ErrImagePull")) {
      return "ErrImagePull";
    }
    if (Conditions.isFalse(instance, "Synchronized", "ImagePullBackOff")) {
      return "ImagePullBackOff";
    }
    if (exists && STARTING.contains(phase)) {
      return "Starting";
    }
    boolean failedBefore =
        Json.at(machine, "status", "startFailure", "consecutiveFailCount").intValue(0) > 0;
    if (failedBefore && wantsToRun(machine) && (!exists || ended)) {
      return "CrashLoopBackOff";
    }
    if (!exists || ended) {
      return "Stopped";
    }
    return phase.equals("WaitingForSync") ? "WaitingForReceiver" : "Unknown";
  }

  private static boolean hasFailed(JsonNode dataVolume) {
    JsonNode running = Conditions.find(dataVolume, "Running");
    String reason = Json.text(running, "reason");
    return Json.text(dataVolume, "status", "phase").equals("Failed")
        || (Json.text(running, "status").equals("False")
            && (reason.equals("Error") || reason.equals("ImagePullFailed")));
  }

  private static boolean isUnfinished(JsonNode dataVolume) {
    return !Set.of("Succeeded", "PendingPopulation", "WaitForFirstConsumer")
        .contains(Json.text(dataVolume, "status", "phase"));
  }

  /** Give the run strategy, whichever of the two fields names it. */
  public static String strategy(JsonNode machine) {
    JsonNode running = Json.at(machine, "spec", "running");
    if (running.isBoolean()) {
      return running.booleanValue() ? "Always" : "Halted";
    }
    return Json.text(machine, "spec", "runStrategy");
  }

  /** Let the machine run always or not at all, in the one of the two fields that it uses. */
  public static void run(ObjectNode machine, boolean always) {
    ObjectNode spec = Json.child(machine, "spec");
    if (spec.path("running").isBoolean()) {
      spec.put("running", always);
    } else {
      spec.put("runStrategy", always ? "Always" : "Halted");
    }
  }

  private static boolean wantsToRun(JsonNode machine) {
    return Set.of("Always", "RerunOnFailure", "Once").contains(strategy(machine));
  }
}
