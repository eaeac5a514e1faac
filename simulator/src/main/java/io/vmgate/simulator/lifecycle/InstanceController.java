package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.GuestSystem;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.HashSet;
import java.util.List;
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
  private final InstanceEndings endings;

  /** Instances that wait for a claim: namespace/name. */
  private final Set<String> waiting = new HashSet<>();

  InstanceController(Cluster cluster, InstanceEndings endings) {
    this.cluster = cluster;
    this.endings = endings;
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
      return endings.next(instance);
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
    ObjectNode pod = cluster.activePod(instance);
    if (pod == null) {
      return Step.in(500, "lost:" + Json.uid(instance), () -> endings.end(instance, "Failed"));
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
    ObjectNode pod = cluster.activePod(instance);
    String handler = Cluster.handler(instance);
    cluster.event(instance, "Normal", "Created", "VirtualMachineInstance defined.", handler);
    boolean crashes =
        Json.at(instance, "spec", "volumes")
            .valueStream()
            .anyMatch(v -> Json.text(v, "containerDisk", "image").contains("crash"));
    if (pod == null || crashes) {
      cluster.event(instance, "Warning", "Stopped", "The VirtualMachineInstance crashed.", handler);
      endings.end(instance, "Failed");
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
    if (Json.text(instance, "spec", "startStrategy").equals("Paused")) {
      cluster.edit(
          ResourceTypes.POD, Json.namespace(pod), Json.name(pod), p -> Pods.paused(p, true, now()));
      edit(instance, i -> Instances.paused(i, now()));
    }
    cluster.event(instance, "Normal", "Started", "VirtualMachineInstance started.", handler);
  }

  private @Nullable Step running(ObjectNode instance) {
    ObjectNode pod = cluster.activePod(instance);
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
                Cluster.handler(instance));
            endings.end(instance, "Failed");
          });
    }
    GuestSystem guest = GuestSystem.of(instance);
    // A paused guest does not get on with its boot.
    if (guest == null
        || Conditions.isTrue(instance, "AgentConnected")
        || Conditions.isTrue(instance, "Paused")) {
      return null;
    }
    return Step.in(
        20_000,
        "agent:" + Json.uid(instance),
        () -> edit(instance, i -> Instances.agentConnected(i, guest, Pods.address(pod), now())));
  }

  private void edit(ObjectNode instance, java.util.function.Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.VMI, Json.namespace(instance), Json.name(instance), change);
  }

  private String now() {
    return cluster.now();
  }
}
