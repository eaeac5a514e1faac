package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.GuestSystem;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks after VirtualMachineInstances: virt-controller, the scheduler, the kubelet and virt-handler
 * in one.
 */
final class InstanceController implements Controller {
  private static final String CONTROLLER = "virtualmachine-controller";
  private static final String NEVER = "no such image: name resolution failed";

  private final Cluster cluster;

  /** Instances that wait for a claim: namespace/name. */
  private final Set<String> waiting = new HashSet<>();

  /** Uids of instances whose guest has been told to shut down. */
  private final Set<String> signalled = new HashSet<>();

  InstanceController(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Name the instances of a namespace that wait for a claim. */
  List<String> waiting(String namespace) {
    String prefix = namespace + "/";
    return waiting.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode instance = cluster.read(ResourceTypes.VMI, namespace, name);
    waiting.remove(namespace + "/" + name);
    if (instance == null) {
      return null;
    }
    if (Json.isBeingDeleted(instance)) {
      return leave(instance);
    }
    String uid = Json.uid(instance);
    return switch (Instances.phase(instance)) {
      case "" -> Step.in(200, "adopt:" + uid, () -> edit(instance, i -> Instances.adopt(i, now())));
      case "Pending" -> pending(instance);
      case "Scheduling" -> scheduling(instance);
      case "Scheduled" -> Step.in(2000, "boot:" + uid, () -> boot(instance));
      case "Running" -> running(instance);
      default -> null;
    };
  }

  private @Nullable Step pending(ObjectNode instance) {
    for (String name : Instances.claims(instance.path("spec"))) {
      ObjectNode claim = cluster.read(ResourceTypes.CLAIM, Json.namespace(instance), name);
      if (claim == null) {
        return waitForMissing(instance, name);
      }
      if (!Json.text(claim, "status", "phase").equals("Bound")) {
        return waitForUnbound(instance, name);
      }
    }
    String uid = Json.uid(instance);
    return Step.in(1000, "pod:" + uid, () -> createPod(instance));
  }

  private @Nullable Step waitForMissing(ObjectNode instance, String claim) {
    waiting.add(Json.namespace(instance) + "/" + Json.name(instance));
    if (Conditions.isFalse(instance, "Synchronized", "FailedPvcNotFound")) {
      return null;
    }
    String why =
        "PVC "
            + Json.namespace(instance)
            + "/"
            + claim
            + " does not exist, waiting for it to appear";
    return Step.in(
        500,
        "missing:" + claim,
        () -> {
          edit(instance, i -> Instances.unsynchronized(i, "FailedPvcNotFound", why, now()));
          cluster.event(instance, "Normal", "FailedPvcNotFound", why, CONTROLLER);
        });
  }

  private @Nullable Step waitForUnbound(ObjectNode instance, String claim) {
    waiting.add(Json.namespace(instance) + "/" + Json.name(instance));
    ObjectNode disk = cluster.read(ResourceTypes.DATA_VOLUME, Json.namespace(instance), claim);
    if (disk == null || !Json.text(disk, "status", "phase").equals("WaitForFirstConsumer")) {
      return null;
    }
    // This instance is the first consumer, so the disk can be filled now.
    return Step.in(
        500,
        "consume:" + claim,
        () ->
            cluster.edit(
                ResourceTypes.DATA_VOLUME,
                Json.namespace(instance),
                claim,
                d -> Json.child(d, "status").put("phase", "ImportScheduled")));
  }

  private void createPod(ObjectNode instance) {
    String uid = cluster.ids().uid();
    ObjectNode pod = Pods.create(instance, cluster.ids().suffix(), uid, now());
    cluster.create(ResourceTypes.POD, pod);
    cluster.event(
        instance,
        "Normal",
        "SuccessfulCreate",
        "Created virtual machine pod " + Json.name(pod),
        CONTROLLER);
    edit(
        instance,
        i -> {
          Conditions.remove(i, "Synchronized");
          Instances.scheduling(i, uid, now());
        });
  }

  private @Nullable Step scheduling(ObjectNode instance) {
    ObjectNode pod = activePod(instance);
    if (pod == null) {
      return Step.in(500, "lost:" + Json.uid(instance), () -> end(instance, "Failed"));
    }
    Placement placement = Placement.of(cluster, pod, "");
    if (placement.node().isEmpty()) {
      return unschedulable(instance, pod, placement);
    }
    String image = brokenImage(instance);
    if (!image.isEmpty()) {
      return pullFailure(instance, pod, placement, image);
    }
    return Step.in(3000, "place:" + Json.uid(pod), () -> place(instance, pod, placement));
  }

  private @Nullable Step unschedulable(ObjectNode instance, ObjectNode pod, Placement placement) {
    if (Conditions.isFalse(instance, "PodScheduled", "Unschedulable")) {
      return Step.in(30_000, "again:" + cluster.instant(), () -> {});
    }
    return Step.in(
        500,
        "unschedulable:" + Json.uid(pod),
        () -> {
          cluster.edit(
              ResourceTypes.POD,
              Json.namespace(pod),
              Json.name(pod),
              p -> Pods.unschedulable(p, placement.why(), now()));
          cluster.event(pod, "Warning", "FailedScheduling", placement.why(), "default-scheduler");
          edit(instance, i -> Instances.unschedulable(i, placement.why(), now()));
        });
  }

  private Step pullFailure(ObjectNode instance, ObjectNode pod, Placement placement, String image) {
    boolean wasPulling = Conditions.isFalse(instance, "Synchronized", "ErrImagePull");
    boolean first = Conditions.find(instance, "Synchronized").isMissingNode();
    String reason = wasPulling ? "ImagePullBackOff" : "ErrImagePull";
    String why =
        wasPulling
            ? "Back-off pulling image \"" + image + "\""
            : "failed to pull and unpack image \"" + image + "\": " + NEVER;
    return Step.in(
        first ? 2000 : 15_000,
        reason + ":" + Json.uid(pod),
        () -> {
          cluster.edit(
              ResourceTypes.POD,
              Json.namespace(pod),
              Json.name(pod),
              p -> {
                if (Json.text(p, "spec", "nodeName").isEmpty()) {
                  Pods.placed(p, placement.node(), placement.address(), now());
                }
                Pods.waiting(p, "volumecontainerdisk", image, reason, why);
              });
          cluster.event(
              pod,
              wasPulling ? "Normal" : "Warning",
              wasPulling ? "BackOff" : "Failed",
              why,
              "kubelet@" + placement.node());
          edit(instance, i -> Instances.unsynchronized(i, reason, why, now()));
        });
  }

  /** Name the first image that cannot be pulled; empty if all can. */
  private static String brokenImage(JsonNode instance) {
    for (JsonNode volume : Json.at(instance, "spec", "volumes")) {
      String image = Json.text(volume, "containerDisk", "image");
      if (image.substring(0, Math.max(0, image.indexOf('/'))).endsWith(".invalid")) {
        return image;
      }
    }
    return "";
  }

  private void place(ObjectNode instance, ObjectNode pod, Placement placement) {
    cluster.edit(
        ResourceTypes.POD,
        Json.namespace(pod),
        Json.name(pod),
        p -> {
          Conditions.remove(p, "PodScheduled");
          Pods.placed(p, placement.node(), placement.address(), now());
          Pods.running(p, instance, now());
        });
    edit(instance, i -> Instances.scheduled(i, Json.uid(pod), placement.node(), now()));
  }

  private void boot(ObjectNode instance) {
    ObjectNode pod = activePod(instance);
    String handler = handler(instance);
    cluster.event(instance, "Normal", "Created", "VirtualMachineInstance defined.", handler);
    boolean crashes =
        Json.at(instance, "spec", "volumes")
            .valueStream()
            .anyMatch(v -> Json.text(v, "containerDisk", "image").contains("crash"));
    if (pod == null || crashes) {
      cluster.event(instance, "Warning", "Stopped", "The VirtualMachineInstance crashed.", handler);
      end(instance, "Failed");
      return;
    }
    edit(
        instance,
        i ->
            Instances.running(
                i,
                Pods.address(pod),
                claim -> cluster.read(ResourceTypes.CLAIM, Json.namespace(instance), claim),
                now()));
    cluster.event(instance, "Normal", "Started", "VirtualMachineInstance started.", handler);
  }

  private @Nullable Step running(ObjectNode instance) {
    ObjectNode pod = activePod(instance);
    if (pod == null) {
      return Step.in(
          500,
          "lost:" + Json.uid(instance),
          () -> {
            cluster.event(
                instance,
                "Warning",
                "Stopped",
                "The VirtualMachineInstance crashed.",
                handler(instance));
            end(instance, "Failed");
          });
    }
    GuestSystem guest = GuestSystem.of(instance);
    if (guest == null || Conditions.isTrue(instance, "AgentConnected")) {
      return null;
    }
    return Step.in(
        20_000,
        "agent:" + Json.uid(instance),
        () -> edit(instance, i -> Instances.agentConnected(i, guest, Pods.address(pod), now())));
  }

  private Step leave(ObjectNode instance) {
    String uid = Json.uid(instance);
    if (!Instances.phase(instance).equals("Running")) {
      return Step.in(1000, "gone:" + uid, () -> gone(instance));
    }
    if (!signalled.contains(uid)) {
      return Step.in(
          200,
          "signal:" + uid,
          () -> {
            signalled.add(uid);
            cluster.event(
                instance,
                "Normal",
                "ShuttingDown",
                "Signaled Graceful Shutdown",
                handler(instance));
          });
    }
    long grace = Json.at(instance, "spec", "terminationGracePeriodSeconds").longValue(30);
    return Step.in(Math.min(6, grace) * 1000, "shutdown:" + uid, () -> shutDown(instance));
  }

  private void shutDown(ObjectNode instance) {
    cluster.event(
        instance,
        "Normal",
        "Stopped",
        "The VirtualMachineInstance was shut down.",
        handler(instance));
    cluster.event(instance, "Normal", "Deleted", "Signaled Deletion", handler(instance));
    end(instance, "Succeeded");
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
    edit(instance, i -> Json.metadata(i).remove("finalizers"));
  }

  /** Let a running guest end by itself; false if there is none. */
  boolean endGuest(String namespace, String name, boolean crash) {
    ObjectNode instance = cluster.read(ResourceTypes.VMI, namespace, name);
    if (instance == null || !Instances.phase(instance).equals("Running")) {
      return false;
    }
    cluster.event(
        instance,
        crash ? "Warning" : "Normal",
        "Stopped",
        crash ? "The VirtualMachineInstance crashed." : "The VirtualMachineInstance was shut down.",
        handler(instance));
    end(instance, crash ? "Failed" : "Succeeded");
    return true;
  }

  private void end(ObjectNode instance, String phase) {
    for (ObjectNode pod : cluster.pods(instance)) {
      cluster.edit(
          ResourceTypes.POD, Json.namespace(pod), Json.name(pod), p -> Pods.ended(p, phase, now()));
    }
    edit(instance, i -> Instances.ended(i, phase, now()));
  }

  private @Nullable ObjectNode activePod(ObjectNode instance) {
    String node = Json.text(instance, "status", "nodeName");
    for (Map.Entry<String, JsonNode> active :
        Json.at(instance, "status", "activePods").properties()) {
      if (!active.getValue().asString("").equals(node)) {
        continue;
      }
      for (ObjectNode pod : cluster.pods(instance)) {
        if (Json.uid(pod).equals(active.getKey())) {
          return pod;
        }
      }
    }
    return null;
  }

  private static String handler(JsonNode instance) {
    return "virt-handler@" + Json.text(instance, "status", "nodeName");
  }

  private void edit(ObjectNode instance, java.util.function.Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.VMI, Json.namespace(instance), Json.name(instance), change);
  }

  private String now() {
    return cluster.now();
  }
}
