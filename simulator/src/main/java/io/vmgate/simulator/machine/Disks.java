package io.vmgate.simulator.machine;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** DataVolumes and their claims from creation to the finished import. */
public final class Disks {
  private static final String DEFAULT_CLASS = "ceph-rbd";

  private Disks() {}

  /** Make the DataVolume that a template of a machine asks for. */
  public static ObjectNode dataVolume(JsonNode machine, JsonNode template, String uid, String now) {
    ObjectNode volume = Json.object();
    volume.put("apiVersion", "cdi.kubevirt.io/v1beta1").put("kind", "DataVolume");
    ObjectNode metadata = volume.putObject("metadata");
    ObjectNode annotations = metadata.putObject("annotations");
    Json.at(template, "metadata", "annotations").forEachEntry(annotations::set);
    annotations.put("cdi.kubevirt.io/allowClaimAdoption", "true");
    annotations.put("cdi.kubevirt.io/storage.usePopulator", "true");
    metadata.put("creationTimestamp", now).put("generation", 1);
    ObjectNode labels = metadata.putObject("labels");
    Json.at(template, "metadata", "labels").forEachEntry(labels::set);
    labels.put("kubevirt.io/created-by", Json.uid(machine));
    metadata.put("name", Json.name(template)).put("namespace", Json.namespace(machine));
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
    ObjectNode spec =
        template.path("spec") instanceof ObjectNode given ? given.deepCopy() : Json.object();
    resolve(spec);
    volume.set("spec", spec);
    volume.putObject("status").put("claimName", Json.name(template));
    return volume;
  }

  /** Replace a reference to a DataSource by what it stands for, as KubeVirt does on creation. */
  private static void resolve(ObjectNode spec) {
    JsonNode reference = spec.path("sourceRef");
    if (reference.isMissingNode()) {
      return;
    }
    String name = Json.text(reference, "name");
    spec.putObject("source")
        .putObject("pvc")
        .put("name", name + "-" + Uids.of("golden", name).substring(0, 6))
        .put("namespace", reference.path("namespace").stringValue("golden-images"));
    spec.remove("sourceRef");
  }

  /** Make the claim of a DataVolume, unbound. */
  public static ObjectNode claim(JsonNode dataVolume, String uid, String now) {
    String name = Json.name(dataVolume);
    JsonNode storage =
        dataVolume.path("spec").has("storage")
            ? Json.at(dataVolume, "spec", "storage")
            : Json.at(dataVolume, "spec", "pvc");
    ObjectNode claim = Json.object();
    claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
    ObjectNode metadata = claim.putObject("metadata");
    metadata.putObject("annotations");
    metadata.put("creationTimestamp", now);
    metadata.putArray("finalizers").add("kubernetes.io/pvc-protection");
    ObjectNode labels = metadata.putObject("labels");
    labels.put("app", "containerized-data-importer");
    String creator = Json.text(dataVolume, "metadata", "labels", "kubevirt.io/created-by");
    if (!creator.isEmpty()) {
      labels.put("kubevirt.io/created-by", creator);
    }
    metadata.put("name", name).put("namespace", Json.namespace(dataVolume));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "cdi.kubevirt.io/v1beta1")
        .put("blockOwnerDeletion", true)
        .put("controller", true)
        .put("kind", "DataVolume")
        .put("name", name)
        .put("uid", Json.uid(dataVolume));
    metadata.put("uid", uid);
    ObjectNode spec = claim.putObject("spec");
    if (storage.has("accessModes")) {
      spec.set("accessModes", storage.path("accessModes").deepCopy());
    } else {
      spec.putArray("accessModes").add("ReadWriteMany");
    }
    spec.putObject("resources")
        .putObject("requests")
        .put("storage", Json.at(storage, "resources", "requests", "storage").asString("1Gi"));
    spec.put("storageClassName", storage.path("storageClassName").stringValue(DEFAULT_CLASS));
    spec.put("volumeMode", storage.path("volumeMode").stringValue("Block"));
    claim.putObject("status").put("phase", "Pending");
    return claim;
  }

  /** Bind a claim to a volume. */
  public static void bind(ObjectNode claim) {
    ObjectNode spec = Json.child(claim, "spec");
    spec.put("volumeName", "pvc-" + Json.uid(claim));
    ObjectNode status = Json.child(claim, "status");
    status.put("phase", "Bound");
    status.set("accessModes", spec.path("accessModes").deepCopy());
    status
        .putObject("capacity")
        .put("storage", Json.at(spec, "resources", "requests", "storage").asString("1Gi"));
  }

  /** Report an import or a clone under way. */
  public static void inProgress(ObjectNode dataVolume, String phase, String progress, String now) {
    ObjectNode status = Json.child(dataVolume, "status");
    status.put("phase", phase).put("progress", progress);
    condition(
        dataVolume, "Bound", "False", "Pending", "PVC " + Json.name(dataVolume) + " Pending", now);
    condition(dataVolume, "Ready", "False", "TransferRunning", "", now);
    condition(dataVolume, "Running", "True", "Pod is running", "", now);
  }

  /** Report an import that failed once more and will be tried again. */
  public static void failing(ObjectNode dataVolume, String why, String now) {
    inProgress(dataVolume, "ImportInProgress", "N/A", now);
    ObjectNode status = Json.child(dataVolume, "status");
    status.put("restartCount", status.path("restartCount").intValue(0) + 1);
    condition(dataVolume, "Running", "False", "Error", why, now);
  }

  /** Report that the disk waits for the first pod that uses it. */
  public static void waitingForConsumer(ObjectNode dataVolume, String now) {
    ObjectNode status = Json.child(dataVolume, "status");
    status.put("phase", "WaitForFirstConsumer").put("progress", "N/A");
    condition(
        dataVolume, "Bound", "False", "Pending", "PVC " + Json.name(dataVolume) + " Pending", now);
    condition(dataVolume, "Ready", "False", "", "", now);
    condition(dataVolume, "Running", "False", "", "", now);
  }

  /** Report the finished disk. */
  public static void succeeded(ObjectNode dataVolume, String now) {
    ObjectNode status = Json.child(dataVolume, "status");
    status.put("phase", "Succeeded").put("progress", "100.0%");
    boolean clone = Json.at(dataVolume, "spec", "source").has("pvc");
    condition(dataVolume, "Bound", "True", "Bound", "PVC " + Json.name(dataVolume) + " Bound", now);
    condition(dataVolume, "Ready", "True", "", "", now);
    condition(
        dataVolume,
        "Running",
        "False",
        "Completed",
        clone ? "Clone Complete" : "Import Complete",
        now);
  }

  private static void condition(
      ObjectNode object, String type, String status, String reason, String message, String now) {
    ObjectNode condition = Json.object();
    condition.put("lastHeartbeatTime", now).put("lastTransitionTime", now);
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    condition.put("reason", reason).put("status", status).put("type", type);
    ArrayNode list = Json.list(Json.child(object, "status"), "conditions");
    for (int i = 0; i < list.size(); i++) {
      if (Json.text(list.path(i), "type").equals(type)) {
        list.set(i, condition);
        return;
      }
    }
    list.add(condition);
  }
}
