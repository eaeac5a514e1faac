package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a launcher pod is made of. */
final class PodSpecs {
  private PodSpecs() {}

  static void fill(ObjectNode spec, JsonNode instance) {
    JsonNode grace = Json.at(instance, "spec", "terminationGracePeriodSeconds");
    long graceSeconds = grace.longValue(30);
    spec.put("automountServiceAccountToken", false);
    ObjectNode compute = spec.putArray("containers").addObject();
    compute.put("name", "compute").put("image", Pods.LAUNCHER_IMAGE);
    compute.put("imagePullPolicy", "IfNotPresent");
    command(compute.putArray("command"), instance, graceSeconds);
    ports(compute, instance);
    resources(compute.putObject("resources"), instance);
    ObjectNode security = compute.putObject("securityContext");
    security.put("allowPrivilegeEscalation", false);
    ObjectNode capabilities = security.putObject("capabilities");
    capabilities.putArray("add").add("NET_BIND_SERVICE");
    capabilities.putArray("drop").add("ALL");
    security.put("privileged", false).put("runAsGroup", 107);
    security.put("runAsNonRoot", true).put("runAsUser", 107);
    spec.put("enableServiceLinks", false).put("hostname", Json.name(instance));
    ObjectNode log = spec.putArray("initContainers").addObject();
    log.put("name", "guest-console-log").put("image", Pods.LAUNCHER_IMAGE);
    log.put("imagePullPolicy", "IfNotPresent").put("restartPolicy", "Always");
    log.putArray("command").add("/usr/bin/virt-tail");
    log.putArray("args")
        .add("--logfile")
        .add("/var/run/kubevirt-private/" + Json.uid(instance) + "/virt-serial0-log");
    ObjectNode selector = spec.putObject("nodeSelector");
    Json.at(instance, "spec", "nodeSelector").forEachEntry(selector::set);
    selector.put("kubernetes.io/arch", "amd64").put("kubevirt.io/schedulable", "true");
    selector.put("machine-type.node.kubevirt.io/q35", "true");
    spec.putArray("readinessGates")
        .addObject()
        .put("conditionType", "kubevirt.io/virtual-machine-unpaused");
    spec.put("restartPolicy", "Never").put("schedulerName", "default-scheduler");
    spec.putObject("securityContext")
        .put("fsGroup", 107)
        .put("runAsGroup", 107)
        .put("runAsNonRoot", true)
        .put("runAsUser", 107);
    spec.put("terminationGracePeriodSeconds", graceSeconds + 30);
    volumes(spec.putArray("volumes"), instance);
  }

  private static void command(ArrayNode command, JsonNode instance, long graceSeconds) {
    command.add("/usr/bin/virt-launcher-monitor").add("--qemu-timeout").add("312s");
    command.add("--name").add(Json.name(instance)).add("--uid").add(Json.uid(instance));
    command.add("--namespace").add(Json.namespace(instance));
    command.add("--kubevirt-share-dir").add("/var/run/kubevirt");
    command.add("--ephemeral-disk-dir").add("/var/run/kubevirt-ephemeral-disks");
    command.add("--container-disk-dir").add("/var/run/kubevirt/container-disks");
    command.add("--grace-period-seconds").add(Long.toString(graceSeconds + 15));
    command.add("--hook-sidecars").add("0").add("--ovmf-path").add("/usr/share/OVMF");
    command.add("--run-as-nonroot");
  }

  /** The ports that the interfaces list, so that services can name them. */
  private static void ports(ObjectNode compute, JsonNode instance) {
    for (JsonNode nic : Json.at(instance, "spec", "domain", "devices", "interfaces")) {
      for (JsonNode port : nic.path("ports")) {
        ObjectNode entry = Json.list(compute, "ports").addObject();
        entry.put("containerPort", port.path("port").intValue(0));
        if (!Json.text(port, "name").isEmpty()) {
          entry.put("name", Json.text(port, "name"));
        }
        entry.put("protocol", port.path("protocol").stringValue("TCP"));
      }
    }
  }

  private static void resources(ObjectNode resources, JsonNode instance) {
    ObjectNode limits = resources.putObject("limits");
    ObjectNode requests = resources.putObject("requests");
    JsonNode topology = Json.at(instance, "status", "currentCPUTopology");
    int cpus =
        topology.path("sockets").intValue(1)
            * topology.path("cores").intValue(1)
            * topology.path("threads").intValue(1);
    long bytes =
        Quantities.value(Json.text(instance, "status", "memory", "guestAtBoot"))
            + Quantities.value(Json.text(instance, "status", "memory", "memoryOverhead"));
    requests.put("cpu", cpus * 100 + "m");
    for (String device : new String[] {"kvm", "tun", "vhost-net"}) {
      limits.put("devices.kubevirt.io/" + device, "1");
      requests.put("devices.kubevirt.io/" + device, "1");
    }
    requests.put("ephemeral-storage", "50M");
    requests.put("memory", (bytes >> 20) + "Mi");
  }

  private static void volumes(ArrayNode volumes, JsonNode instance) {
    for (JsonNode volume : Json.at(instance, "spec", "volumes")) {
      String claim = InstanceStatus.claimName(volume);
      if (!claim.isEmpty()) {
        volumes
            .addObject()
            .put("name", Json.text(volume, "name"))
            .putObject("persistentVolumeClaim")
            .put("claimName", claim);
      }
    }
    volumes.addObject().put("name", "private").putObject("emptyDir");
    volumes.addObject().put("name", "libvirt-runtime").putObject("emptyDir");
  }
}
