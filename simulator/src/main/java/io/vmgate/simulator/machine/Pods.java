package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A launcher pod from its creation to its end (KubeVirt: pkg/virt-controller/services/template.go).
 */
public final class Pods {
  static final String LAUNCHER_IMAGE = "quay.io/kubevirt/virt-launcher:v1.9.0";
  private static final String GATE = "kubevirt.io/virtual-machine-unpaused";
  private static final int LONGEST_LABEL = 63;

  private Pods() {}

  /** Make the launcher pod of an instance, not yet placed. */
  public static ObjectNode create(JsonNode instance, String suffix, String uid, String now) {
    String name = Json.name(instance);
    ObjectNode pod = Json.object();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    ObjectNode annotations = metadata.putObject("annotations");
    annotate(annotations, instance);
    metadata.put("creationTimestamp", now);
    metadata.put("generateName", "virt-launcher-" + name + "-");
    ObjectNode labels = metadata.putObject("labels");
    Json.at(instance, "metadata", "labels")
        .forEachEntry(
            (key, value) -> {
              if (!key.equals("kubevirt.io/nodeName")) {
                labels.set(key, value);
              }
            });
    labels.put("kubevirt.io", "virt-launcher");
    labels.put("kubevirt.io/created-by", Json.uid(instance));
    labels.put("vm.kubevirt.io/name", shortened(name));
    labels.put("vmi.kubevirt.io/id", shortened(name));
    metadata.put("name", "virt-launcher-" + name + "-" + suffix);
    metadata.put("namespace", Json.namespace(instance));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "kubevirt.io/v1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "VirtualMachineInstance")
        .put("name", name)
        .put("uid", Json.uid(instance));
    metadata.put("uid", uid);
    PodSpecs.fill(pod.putObject("spec"), instance);
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Pending").put("qosClass", "Burstable");
    return pod;
  }

  private static void annotate(ObjectNode annotations, JsonNode instance) {
    String name = Json.name(instance);
    Json.at(instance, "metadata", "annotations").forEachEntry(annotations::set);
    annotations.remove(
        List.of(
            "kubevirt.io/latest-observed-api-version", "kubevirt.io/storage-observed-api-version"));
    annotations.put("descheduler.alpha.kubernetes.io/request-evict-only", "");
    annotations.put("istio.io/reroute-virtual-interfaces", "k6t-eth0");
    annotations.put("kubectl.kubernetes.io/default-container", "compute");
    annotations.put("kubevirt.io/domain", name);
    annotations.put(
        "kubevirt.io/memory-overhead-bytes",
        Json.text(instance, "status", "memory", "memoryOverhead"));
    annotations.put("kubevirt.io/migrationTransportUnix", "true");
    String freezer =
        "[\"/usr/bin/virt-freezer\", \"--%s\", \"--name\", \""
            + name
            + "\", \"--namespace\", \""
            + Json.namespace(instance)
            + "\"]";
    annotations.put("post.hook.backup.velero.io/command", freezer.formatted("unfreeze"));
    annotations.put("post.hook.backup.velero.io/container", "compute");
    annotations.put("pre.hook.backup.velero.io/command", freezer.formatted("freeze"));
    annotations.put("pre.hook.backup.velero.io/container", "compute");
    annotations.put("traffic.sidecar.istio.io/kubevirtInterfaces", "k6t-eth0");
  }

  /** Record that no node takes the pod. */
  public static void unschedulable(ObjectNode pod, String why, String now) {
    Conditions.set(pod, "PodScheduled", "False", "Unschedulable", why, now);
  }

  /**
   * Record that an image cannot be had.
   *
   * @param reason ErrImagePull or ImagePullBackOff
   */
  public static void waiting(
      ObjectNode pod, String container, String image, String reason, String why) {
    ObjectNode status = Json.child(pod, "status");
    ObjectNode entry = status.putArray("initContainerStatuses").addObject();
    entry.put("name", container).put("image", image).put("imageID", "");
    entry.put("ready", false).put("started", false).put("restartCount", 0);
    entry.putObject("lastState");
    entry.putObject("state").putObject("waiting").put("message", why).put("reason", reason);
  }

  /** Place the pod on a node. */
  public static void placed(ObjectNode pod, String node, String nodeAddress, String now) {
    Json.child(pod, "spec").put("nodeName", node);
    Json.child(Json.metadata(pod), "labels").put("kubevirt.io/nodeName", node);
    ObjectNode status = Json.child(pod, "status");
    status.put("hostIP", nodeAddress).put("startTime", now);
    status.putArray("hostIPs").addObject().put("ip", nodeAddress);
    Conditions.set(pod, "PodScheduled", "True", "", "", now);
  }

  /** Start the pod: address, network status, ready containers. */
  public static void running(ObjectNode pod, JsonNode instance, String now) {
    String node = Json.text(pod, "spec", "nodeName");
    String address = Addresses.pod(node, Json.uid(pod));
    ObjectNode status = Json.child(pod, "status");
    status.put("phase", "Running").put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    Conditions.set(pod, GATE, "True", "NotPaused", "the virtual machine is not paused", now);
    for (String type :
        List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady")) {
      Conditions.set(pod, type, "True", "", "", now);
    }
    status.set("containerStatuses", containers(List.of("compute"), now));
    status.set("initContainerStatuses", containers(List.of("guest-console-log"), now));
    networkStatus(pod, instance, address);
  }

  private static ArrayNode containers(List<String> names, String now) {
    ArrayNode list = Json.array();
    for (String name : names) {
      ObjectNode entry = list.addObject();
      entry.put("name", name).put("image", LAUNCHER_IMAGE).put("imageID", "");
      entry.put("ready", true).put("started", true).put("restartCount", 0);
      entry.putObject("lastState");
      entry.putObject("state").putObject("running").put("startedAt", now);
    }
    return list;
  }

  private static void networkStatus(ObjectNode pod, JsonNode instance, String address) {
    ArrayNode wanted = Json.array();
    ArrayNode found = Json.array();
    ObjectNode main = found.addObject();
    main.put("name", "k8s-pod-network");
    main.putArray("ips").add(address);
    main.put("default", true).putObject("dns");
    main.putArray("gateway").add("169.254.1.1");
    for (JsonNode nic : Json.at(instance, "spec", "domain", "devices", "interfaces")) {
      String name = Json.text(nic, "name");
      String network = Json.text(InstanceStatus.network(instance, name), "multus", "networkName");
      if (network.isEmpty()) {
        continue;
      }
      String mac = Json.text(nic, "macAddress");
      String namespace = Json.namespace(instance);
      String full = network.contains("/") ? network : namespace + "/" + network;
      ObjectNode request = wanted.addObject();
      request.put("name", full.substring(full.indexOf('/') + 1));
      request.put("namespace", full.substring(0, full.indexOf('/')));
      if (!mac.isEmpty()) {
        request.put("mac", mac);
      }
      request.put("interface", Addresses.podInterface(name));
      ObjectNode entry = found.addObject();
      entry.put("name", full).put("interface", Addresses.podInterface(name));
      entry.put("mac", mac.isEmpty() ? Addresses.mac(Json.uid(instance) + name) : mac);
      entry.putObject("dns");
      entry.putArray("gateway").add(Addresses.gateway(network));
    }
    ObjectNode annotations = Json.child(Json.metadata(pod), "annotations");
    if (!wanted.isEmpty()) {
      annotations.put("k8s.v1.cni.cncf.io/networks", wanted.toString());
    }
    annotations.put("k8s.v1.cni.cncf.io/network-status", found.toPrettyString());
  }

  /** Set the readiness gate that a pause closes. */
  public static void paused(ObjectNode pod, boolean paused, String now) {
    String status = paused ? "False" : "True";
    Conditions.set(
        pod,
        GATE,
        status,
        paused ? "Paused" : "NotPaused",
        "the virtual machine is " + (paused ? "" : "not ") + "paused",
        now);
    Conditions.set(
        pod,
        "Ready",
        status,
        paused ? "ReadinessGatesNotReady" : "",
        paused
            ? "the status of pod readiness gate \"" + GATE + "\" is not \"True\", but False"
            : "",
        now);
  }

  /**
   * Reach the end.
   *
   * @param phase Succeeded or Failed
   */
  public static void ended(ObjectNode pod, String phase, String now) {
    ObjectNode status = Json.child(pod, "status");
    status.put("phase", phase);
    Conditions.set(pod, "Ready", "False", "PodCompleted", "", now);
    Conditions.set(pod, "ContainersReady", "False", "PodCompleted", "", now);
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      for (JsonNode item : status.path(list)) {
        if (item instanceof ObjectNode container) {
          container.put("ready", false).put("started", false);
          container
              .putObject("state")
              .putObject("terminated")
              .put("exitCode", phase.equals("Failed") ? 1 : 0)
              .put("finishedAt", now)
              .put("reason", phase.equals("Failed") ? "Error" : "Completed");
        }
      }
    }
  }

  public static String address(JsonNode pod) {
    return Json.text(pod, "status", "podIP");
  }

  private static String shortened(String name) {
    if (name.length() <= LONGEST_LABEL) {
      return name;
    }
    return name.substring(0, 54) + "-" + Uids.of(name).substring(0, 8);
  }
}
