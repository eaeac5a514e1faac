package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Conditions;
import io.vmgate.simulator.machine.GuestSystem;
import io.vmgate.simulator.machine.Instances;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks after live migrations: a second pod, a hand-over, and the first pod's end. */
final class MigrationController implements Controller {
  private static final String CONTROLLER = "virtualmachine-controller";
  private static final String FINALIZER = "kubevirt.io/migrationJobFinalize";

  private final Cluster cluster;

  MigrationController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode migration = cluster.read(ResourceTypes.MIGRATION, namespace, name);
    if (migration == null) {
      return null;
    }
    String phase = Json.text(migration, "status", "phase");
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    if (Json.isBeingDeleted(migration)) {
      return Step.in(200, "leave:" + name, () -> leave(migration, ended));
    }
    if (ended) {
      return null;
    }
    ObjectNode instance =
        cluster.read(ResourceTypes.VMI, namespace, Json.text(migration, "spec", "vmiName"));
    if (instance == null || Instances.isFinal(instance) || Json.isBeingDeleted(instance)) {
      return Step.in(
          200,
          "fail:" + name,
          () ->
              fail(
                  migration,
                  instance,
                  instance == null
                      ? "Migration failed because vmi does not exist."
                      : "Migration failed vmi shutdown during migration."));
    }
    return switch (phase) {
      case "" -> Step.in(100, "pend", () -> enter(migration, "Pending"));
      case "Pending" ->
          Instances.phase(instance).equals("Running") && !isMigrating(instance)
              ? Step.in(1000, "pod", () -> createTarget(migration, instance))
              : null;
      case "Scheduling" -> place(migration, instance);
      case "Scheduled" -> Step.in(1000, "prepare", () -> enter(migration, "PreparingTarget"));
      case "PreparingTarget" -> Step.in(1000, "ready", () -> prepared(migration, instance));
      case "TargetReady" -> Step.in(1000, "transfer", () -> transfer(migration, instance));
      case "Running" -> Step.in(8000, "hand-over", () -> handOver(migration, instance));
      default -> null;
    };
  }

  private static boolean isMigrating(JsonNode instance) {
    JsonNode state = Json.at(instance, "status", "migrationState");
    return state.has("startTimestamp") && !state.has("endTimestamp");
  }

  private void createTarget(ObjectNode migration, ObjectNode instance) {
    ObjectNode pod =
        Pods.create(instance, cluster.ids().suffix(), cluster.ids().uid(), cluster.now());
    Json.child(Json.metadata(pod), "labels")
        .put("kubevirt.io/migrationJobUID", Json.uid(migration));
    Json.child(Json.metadata(pod), "annotations")
        .put("kubevirt.io/migrationJobName", Json.name(migration));
    cluster.create(ResourceTypes.POD, pod);
    cluster.event(
        migration,
        "Normal",
        "SuccessfulCreate",
        "Created migration target pod " + Json.name(pod),
        CONTROLLER);
    enter(migration, "Scheduling");
  }

  private @Nullable Step place(ObjectNode migration, ObjectNode instance) {
    ObjectNode pod = targetPod(migration, instance);
    if (pod == null) {
      return Step.in(200, "lost", () -> fail(migration, instance, "Target pod is down"));
    }
    Placement placement = Placement.of(cluster, pod, Json.text(instance, "status", "nodeName"));
    if (placement.node().isEmpty()) {
      if (Conditions.isFalse(pod, "PodScheduled", "Unschedulable")) {
        return Step.in(30_000, "again:" + cluster.instant(), () -> {});
      }
      return Step.in(
          500,
          "unschedulable",
          () -> {
            edit(pod, p -> Pods.unschedulable(p, placement.why(), cluster.now()));
            cluster.event(
                migration,
                "Warning",
                "migrationTargetPodUnschedulable",
                "Migration target pod for VMI ["
                    + Json.namespace(instance)
                    + "/"
                    + Json.name(instance)
                    + "] is currently unschedulable.",
                CONTROLLER);
          });
    }
    return Step.in(
        3000,
        "place",
        () -> {
          edit(
              pod,
              p -> {
                Pods.placed(p, placement.node(), placement.address(), cluster.now());
                Pods.running(p, instance, cluster.now());
              });
          cluster.edit(
              ResourceTypes.VMI,
              Json.namespace(instance),
              Json.name(instance),
              i -> {
                Json.child(Json.child(i, "status"), "activePods")
                    .put(Json.uid(pod), placement.node());
                Json.child(Json.metadata(i), "labels")
                    .put("kubevirt.io/migrationTargetNodeName", placement.node());
              });
          cluster.event(
              migration,
              "Normal",
              "SuccessfulHandOver",
              "Migration target pod is ready for preparation by virt-handler.",
              CONTROLLER);
          enter(migration, "Scheduled");
        });
  }

  private void prepared(ObjectNode migration, ObjectNode instance) {
    ObjectNode pod = targetPod(migration, instance);
    if (pod == null) {
      fail(migration, instance, "Target pod is down");
      return;
    }
    String node = Json.text(pod, "spec", "nodeName");
    cluster.event(
        instance,
        "Normal",
        "PreparingTarget",
        "Migration Target is listening at " + Pods.address(pod) + ", on ports: 41973,34017",
        "virt-handler@" + node);
    enter(migration, "TargetReady");
  }

  private void transfer(ObjectNode migration, ObjectNode instance) {
    ObjectNode pod = targetPod(migration, instance);
    if (pod == null) {
      fail(migration, instance, "Target pod is down");
      return;
    }
    String source = Json.text(instance, "status", "nodeName");
    ObjectNode state = Json.object();
    state.put("migrationUid", Json.uid(migration)).put("mode", "PreCopy");
    state.put("sourceNode", source).put("startTimestamp", cluster.now());
    for (ObjectNode candidate : cluster.pods(instance)) {
      if (Json.text(candidate, "spec", "nodeName").equals(source)
          && Json.text(candidate, "status", "phase").equals("Running")) {
        state.put("sourcePod", Json.name(candidate));
      }
    }
    state.put("targetNode", Json.text(pod, "spec", "nodeName"));
    state.put("targetNodeAddress", Pods.address(pod));
    state.put("targetNodeDomainReadyTimestamp", cluster.now());
    state.put("targetPod", Json.name(pod));
    cluster.edit(
        ResourceTypes.VMI,
        Json.namespace(instance),
        Json.name(instance),
        i -> Json.child(i, "status").set("migrationState", state));
    cluster.event(
        instance,
        "Normal",
        "Migrating",
        "VirtualMachineInstance is migrating.",
        "virt-handler@" + source);
    enter(migration, "Running", m -> Json.child(m, "status").set("migrationState", state));
  }

  private void handOver(ObjectNode migration, ObjectNode instance) {
    ObjectNode pod = targetPod(migration, instance);
    if (pod == null) {
      fail(migration, instance, "Target pod is down");
      return;
    }
    String node = Json.text(pod, "spec", "nodeName");
    boolean agent = Conditions.isTrue(instance, "AgentConnected");
    for (ObjectNode other : cluster.pods(instance)) {
      if (!Json.uid(other).equals(Json.uid(pod))) {
        edit(other, p -> Pods.ended(p, "Succeeded", cluster.now()));
      }
    }
    cluster.edit(
        ResourceTypes.VMI,
        Json.namespace(instance),
        Json.name(instance),
        i -> {
          ObjectNode status = Json.child(i, "status");
          status.putObject("activePods").put(Json.uid(pod), node);
          Json.child(status, "migrationState")
              .put("completed", true)
              .put("endTimestamp", cluster.now());
          GuestSystem guest = agent ? GuestSystem.of(i) : null;
          Instances.moved(i, node, Pods.address(pod), guest);
        });
    cluster.event(
        instance,
        "Normal",
        "Migrated",
        "The VirtualMachineInstance migrated to node " + node + ".",
        "virt-handler@" + node);
    cluster.event(
        migration,
        "Normal",
        "SuccessfulMigration",
        "Source node reported migration succeeded",
        CONTROLLER);
    enter(
        migration,
        "Succeeded",
        m ->
            Json.child(Json.child(m, "status"), "migrationState")
                .put("completed", true)
                .put("endTimestamp", cluster.now()));
  }

  private void leave(ObjectNode migration, boolean ended) {
    if (!ended) {
      ObjectNode instance =
          cluster.read(
              ResourceTypes.VMI,
              Json.namespace(migration),
              Json.text(migration, "spec", "vmiName"));
      fail(migration, instance, "Migration failed due to being canceled");
    }
    cluster.removeFinalizer(
        ResourceTypes.MIGRATION, Json.namespace(migration), Json.name(migration), FINALIZER);
  }

  private void fail(ObjectNode migration, @Nullable ObjectNode instance, String why) {
    cluster.event(migration, "Warning", "FailedMigration", why, CONTROLLER);
    if (instance != null) {
      ObjectNode pod = targetPod(migration, instance);
      if (pod != null) {
        edit(pod, p -> Pods.ended(p, "Failed", cluster.now()));
      }
      cluster.edit(
          ResourceTypes.VMI,
          Json.namespace(instance),
          Json.name(instance),
          i -> abandon(migration, pod, i));
    }
    enter(migration, "Failed");
  }

  private void abandon(ObjectNode migration, @Nullable ObjectNode pod, ObjectNode instance) {
    ObjectNode status = Json.child(instance, "status");
    if (pod != null) {
      Json.child(status, "activePods").remove(Json.uid(pod));
    }
    Json.child(Json.metadata(instance), "labels").remove("kubevirt.io/migrationTargetNodeName");
    ObjectNode state =
        status.path("migrationState") instanceof ObjectNode present ? present : Json.object();
    if (Json.text(state, "migrationUid").equals(Json.uid(migration))
        && !state.has("endTimestamp")) {
      state.put("failed", true).put("endTimestamp", cluster.now());
    }
  }

  private @Nullable ObjectNode targetPod(ObjectNode migration, ObjectNode instance) {
    for (ObjectNode pod : cluster.pods(instance)) {
      if (Json.text(pod, "metadata", "labels", "kubevirt.io/migrationJobUID")
          .equals(Json.uid(migration))) {
        return pod;
      }
    }
    return null;
  }

  private void enter(ObjectNode migration, String phase) {
    enter(migration, phase, _ -> {});
  }

  private void enter(ObjectNode migration, String phase, Consumer<ObjectNode> more) {
    cluster.edit(
        ResourceTypes.MIGRATION,
        Json.namespace(migration),
        Json.name(migration),
        m -> {
          ObjectNode status = Json.child(m, "status");
          status.put("phase", phase);
          ArrayNode times = Json.list(status, "phaseTransitionTimestamps");
          times.addObject().put("phase", phase).put("phaseTransitionTimestamp", cluster.now());
          more.accept(m);
        });
  }

  private void edit(ObjectNode pod, Consumer<ObjectNode> change) {
    cluster.edit(ResourceTypes.POD, Json.namespace(pod), Json.name(pod), change);
  }
}
