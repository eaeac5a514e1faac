package io.vmgate.simulator.seed;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import tools.jackson.databind.node.ObjectNode;

/** Writes the VirtualMachine of a plan, as a user would have created it. */
final class MachineTemplate {
  private final MachinePlan plan;

  MachineTemplate(MachinePlan plan) {
    this.plan = plan;
  }

  ObjectNode machine() {
    ObjectNode machine = Json.object();
    machine.put("apiVersion", "kubevirt.io/v1").put("kind", "VirtualMachine");
    String uid = Uids.of("vm", plan.namespace(), plan.name());
    ObjectNode metadata = machine.putObject("metadata");
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put("kubevirt.io/latest-observed-api-version", "v1");
    annotations.put("kubevirt.io/storage-observed-api-version", "v1");
    plan.annotations().forEach(annotations::put);
    metadata.put("creationTimestamp", plan.created());
    metadata.putArray("finalizers").add("kubevirt.io/virtualMachineControllerFinalize");
    metadata.put("generation", 1);
    ObjectNode labels = metadata.putObject("labels");
    labels.put("app", plan.name());
    plan.labels().forEach(labels::put);
    metadata.put("name", plan.name()).put("namespace", plan.namespace()).put("uid", uid);
    ObjectNode spec = machine.putObject("spec");
    if (hasDataVolume()) {
      dataVolume(spec.putArray("dataVolumeTemplates").addObject());
    }
    if (!plan.instancetype().isEmpty()) {
      spec.putObject("instancetype")
          .put("kind", "virtualmachineclusterinstancetype")
          .put("name", plan.instancetype());
    }
    spec.put("runStrategy", plan.strategy());
    ObjectNode template = spec.putObject("template");
    ObjectNode inner = template.putObject("metadata");
    inner.putObject("annotations").put("kubevirt.io/pci-topology-version", "v3");
    ObjectNode innerLabels = inner.putObject("labels");
    innerLabels.put("app", plan.name());
    plan.labels().forEach(innerLabels::put);
    guest(template.putObject("spec"), uid);
    return machine;
  }

  private boolean hasDataVolume() {
    return plan.image().startsWith("registry:")
        || plan.image().startsWith("http:")
        || plan.image().startsWith("source:");
  }

  private void dataVolume(ObjectNode template) {
    template.putObject("metadata").put("name", plan.name() + "-root");
    ObjectNode spec = template.putObject("spec");
    String from = plan.image().substring(plan.image().indexOf(':') + 1);
    if (plan.image().startsWith("source:")) {
      spec.putObject("sourceRef")
          .put("kind", "DataSource")
          .put("name", from)
          .put("namespace", "golden-images");
    } else {
      String kind = plan.image().substring(0, plan.image().indexOf(':'));
      spec.putObject("source").putObject(kind).put("url", from);
    }
    spec.putObject("storage")
        .putObject("resources")
        .putObject("requests")
        .put("storage", plan.diskGib() + "Gi");
  }

  private void guest(ObjectNode spec, String uid) {
    spec.put("architecture", "amd64");
    ObjectNode domain = spec.putObject("domain");
    if (plan.instancetype().isEmpty()) {
      domain.putObject("cpu").put("cores", plan.cores()).put("sockets", 1).put("threads", 1);
    }
    ObjectNode devices = domain.putObject("devices");
    ObjectNode root = devices.putArray("disks").addObject();
    root.putObject("disk").put("bus", "virtio");
    root.put("name", "root").put("bootOrder", 1);
    ObjectNode nic = devices.putArray("interfaces").addObject();
    nic.putObject("masquerade");
    nic.put("model", "virtio").put("name", "default");
    if (!plan.lan().isEmpty()) {
      ObjectNode second = devices.withArray("interfaces").addObject();
      second.putObject("bridge");
      second.put("model", "virtio").put("name", "lan");
    }
    domain
        .putObject("firmware")
        .put("serial", Uids.of("serial", uid))
        .put("uuid", Uids.of("firmware", uid));
    domain.putObject("machine").put("type", "q35");
    if (plan.instancetype().isEmpty()) {
      domain.putObject("memory").put("guest", plan.memory());
    }
    domain.putObject("resources");
    ObjectNode pod = spec.putArray("networks").addObject();
    pod.put("name", "default").putObject("pod");
    if (!plan.lan().isEmpty()) {
      ObjectNode lan = spec.withArray("networks").addObject();
      lan.put("name", "lan").putObject("multus").put("networkName", plan.lan());
    }
    if (plan.situation() == Situation.STOPPING) {
      // A guest that does not listen: it would be killed only after an hour.
      spec.put("terminationGracePeriodSeconds", 3600);
    }
    volumes(spec);
  }

  private void volumes(ObjectNode spec) {
    ObjectNode volume = spec.putArray("volumes").addObject();
    volume.put("name", "root");
    if (plan.image().startsWith("containerdisk:")) {
      volume
          .putObject("containerDisk")
          .put("image", plan.image().substring("containerdisk:".length()));
    } else if (hasDataVolume()) {
      volume.putObject("dataVolume").put("name", plan.name() + "-root");
    } else {
      volume.putObject("persistentVolumeClaim").put("claimName", plan.name() + "-root");
    }
  }
}
