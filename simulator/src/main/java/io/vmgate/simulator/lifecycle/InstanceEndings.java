package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** How instances end: asked to shut down, killed because they took too long, or by themselves. */
final class InstanceEndings {
  private static final String CONTROLLER = "virtualmachine-controller";

  /** How long a guest takes to shut down when it is asked to. */
  private static final long SHUTDOWN_MILLIS = 6000;

  private final Cluster cluster;

  /** Uids of instances whose guest has been told to shut down. */
  private final Set<String> signalled = new HashSet<>();

  InstanceEndings(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Name the next step of an instance that is being deleted. */
  Step next(ObjectNode instance) {
    String uid = Json.uid(instance);
    if (!Instances.phase(instance).equals("Running")) {
      return Step.in(1000, "gone:" + uid, () -> gone(instance));
    }
    long grace = Json.at(instance, "spec", "terminationGracePeriodSeconds").longValue(30);
    // The name holds the grace period, so that a shorter one set meanwhile takes effect at once.
    String killing = "kill:" + uid + ":" + grace;
    if (grace <= 0) {
      return Step.in(100, killing, () -> kill(instance));
    }
    if (!signalled.contains(uid)) {
      return Step.in(200, "signal:" + uid, () -> signal(instance));
    }
    return grace * 1000 < SHUTDOWN_MILLIS
        ? Step.in(grace * 1000, killing, () -> kill(instance))
        : Step.in(SHUTDOWN_MILLIS, "shutdown:" + uid, () -> shutDown(instance));
  }

  private void signal(ObjectNode instance) {
    signalled.add(Json.uid(instance));
    event(instance, "Normal", "ShuttingDown", "Signaled Graceful Shutdown");
  }

  private void shutDown(ObjectNode instance) {
    event(instance, "Normal", "Stopped", "The VirtualMachineInstance was shut down.");
    event(instance, "Normal", "Deleted", "Signaled Deletion");
    end(instance, "Succeeded");
  }

  /** A guest that is killed has failed, whoever asked for it (KubeVirt: pkg/virt-handler/vm.go). */
  private void kill(ObjectNode instance) {
    event(instance, "Normal", "Deleted", "VirtualMachineInstance stopping");
    event(instance, "Warning", "Stopped", "The VirtualMachineInstance crashed.");
    end(instance, "Failed");
  }

  private void gone(ObjectNode instance) {
    signalled.remove(Json.uid(instance));
    for (ObjectNode pod : cluster.pods(instance)) {
      cluster.delete(ResourceTypes.POD, Json.namespace(pod), Json.name(pod));
      cluster.event(
          instance,
          "Normal",
          "SuccessfulDelete",
          "Deleted virtual machine pod " + Json.name(pod),
          CONTROLLER);
    }
    cluster.edit(
        ResourceTypes.VMI,
        Json.namespace(instance),
        Json.name(instance),
        i -> Json.metadata(i).remove("finalizers"));
  }

  /** Let a running guest end by itself; false if there is none. */
  boolean endByItself(String namespace, String name, boolean crash) {
    ObjectNode instance = cluster.read(ResourceTypes.VMI, namespace, name);
    if (instance == null || !Instances.phase(instance).equals("Running")) {
      return false;
    }
    event(
        instance,
        crash ? "Warning" : "Normal",
        "Stopped",
        crash
            ? "The VirtualMachineInstance crashed."
            : "The VirtualMachineInstance was shut down.");
    end(instance, crash ? "Failed" : "Succeeded");
    return true;
  }

  /** Move an instance and its pods to their last phase, Succeeded or Failed. */
  void end(ObjectNode instance, String phase) {
    for (ObjectNode pod : cluster.pods(instance)) {
      cluster.edit(
          ResourceTypes.POD,
          Json.namespace(pod),
          Json.name(pod),
          p -> Pods.ended(p, phase, cluster.now()));
    }
    cluster.edit(
        ResourceTypes.VMI,
        Json.namespace(instance),
        Json.name(instance),
        i -> Instances.ended(i, phase, cluster.now()));
  }

  private void event(ObjectNode instance, String type, String reason, String message) {
    cluster.event(instance, type, reason, message, Cluster.handler(instance));
  }
}
