package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What KubeVirt's webhooks fill in and refuse; the texts are theirs (pkg/virt-api/webhooks). */
final class MachineRules {
  private static final String VM_WEBHOOK = "virtualmachine-validator.kubevirt.io";
  private static final String VMI_WEBHOOK = "virtualmachineinstances-update-validator.kubevirt.io";
  private static final String MIGRATION_WEBHOOK = "migration-update-validator.kubevirt.io";
  private static final Set<String> STRATEGIES =
      Set.of("Halted", "Manual", "Always", "RerunOnFailure", "Once");
  private static final String TEMPLATE = "spec.template.spec";

  void complete(ObjectNode machine) {
    if (!(machine.path("spec") instanceof ObjectNode spec)
        || !(spec.path("template") instanceof ObjectNode template)) {
      return;
    }
    ObjectNode inner = Json.child(template, "spec");
    if (!inner.has("architecture")) {
      inner.put("architecture", "amd64");
    }
    ObjectNode domain = Json.child(inner, "domain");
    ObjectNode firmware = Json.child(domain, "firmware");
    String uid = Json.uid(machine);
    if (!firmware.has("uuid")) {
      firmware.put("uuid", Uids.of("firmware", uid));
    }
    if (!firmware.has("serial")) {
      firmware.put("serial", Uids.of("serial", uid));
    }
    ObjectNode type = Json.child(domain, "machine");
    if (!type.has("type")) {
      type.put("type", "q35");
    }
    Json.child(domain, "resources");
    Json.child(domain, "devices");
    ObjectNode annotations = Json.child(Json.metadata(machine), "annotations");
    annotations.put("kubevirt.io/latest-observed-api-version", "v1");
    annotations.put("kubevirt.io/storage-observed-api-version", "v1");
    Json.list(Json.metadata(machine), "finalizers")
        .add("kubevirt.io/virtualMachineControllerFinalize");
  }

  void check(ObjectNode machine) {
    List<StatusException.Cause> causes = new ArrayList<>();
    JsonNode spec = machine.path("spec");
    checkStrategy(spec, causes);
    if (!spec.path("template").isObject()) {
      causes.add(
          new StatusException.Cause(
              "FieldValueRequired", "missing virtual machine template.", "spec.template"));
    } else {
      JsonNode inner = Json.at(spec, "template", "spec");
      checkDisks(inner, causes);
      checkNetworks(inner, causes);
      checkVolumes(inner, causes);
    }
    if (!causes.isEmpty()) {
      throw StatusException.denied(VM_WEBHOOK, causes);
    }
  }

  private static void checkStrategy(JsonNode spec, List<StatusException.Cause> causes) {
    boolean running = spec.path("running").isBoolean();
    String strategy = Json.text(spec, "runStrategy");
    if (!running && strategy.isEmpty()) {
      causes.add(invalid("RunStrategy must be specified", "spec.running"));
    } else if (running && !strategy.isEmpty()) {
      causes.add(
          invalid(
              "Running and RunStrategy are mutually exclusive. Note that Running is deprecated, please use RunStrategy"
                  + " instead",
              "spec.running"));
    } else if (strategy.equals("WaitAsReceiver")) {
      causes.add(
          invalid(
              "Invalid RunStrategy (WaitAsReceiver), DecentralizedLiveMigration feature gate is not enabled in kubevirt"
                  + " resource",
              "spec.runStrategy"));
    } else if (!running && !STRATEGIES.contains(strategy)) {
      causes.add(invalid("Invalid RunStrategy (" + strategy + ")", "spec.runStrategy"));
    }
  }

  private static void checkDisks(JsonNode inner, List<StatusException.Cause> causes) {
    Set<String> volumes = names(inner.path("volumes"));
    Set<Integer> orders = new HashSet<>();
    int i = 0;
    for (JsonNode disk : Json.at(inner, "domain", "devices", "disks")) {
      String field = TEMPLATE + ".domain.devices.disks[" + i++ + "]";
      String name = Json.text(disk, "name");
      if (!volumes.contains(name) && !disk.has("cdrom")) {
        causes.add(invalid(field + ".Name '" + name + "' not found.", field + ".name"));
      }
      if (disk.has("bootOrder") && !orders.add(disk.path("bootOrder").intValue(0))) {
        causes.add(
            invalid(
                "Boot order for " + field + ".bootOrder already set for a different device.",
                field + ".bootOrder"));
      }
    }
  }

  private static void checkNetworks(JsonNode inner, List<StatusException.Cause> causes) {
    Set<String> networks = names(inner.path("networks"));
    JsonNode interfaces = Json.at(inner, "domain", "devices", "interfaces");
    Set<String> used = names(interfaces);
    int i = 0;
    for (JsonNode network : inner.path("networks")) {
      String field = TEMPLATE + ".networks[" + i++ + "].name";
      String name = Json.text(network, "name");
      if (!used.contains(name)) {
        causes.add(invalid(field + " '" + name + "' not found.", field));
      }
    }
    i = 0;
    for (JsonNode nic : interfaces) {
      String field = TEMPLATE + ".domain.devices.interfaces[" + i++ + "]";
      String name = Json.text(nic, "name");
      if (!networks.contains(name)) {
        causes.add(invalid(field + ".name '" + name + "' not found.", field + ".name"));
      }
      if (List.of("bridge", "masquerade", "sriov", "passtBinding", "binding").stream()
          .noneMatch(nic::has)) {
        causes.add(
            invalid(
                "logical "
                    + name
                    + " interface must have exactly one binding method or binding plugin",
                field));
      }
    }
  }

  private static void checkVolumes(JsonNode inner, List<StatusException.Cause> causes) {
    Set<String> seen = new HashSet<>();
    int i = 0;
    for (JsonNode volume : inner.path("volumes")) {
      String field = TEMPLATE + ".volumes[" + i++ + "]";
      if (volume.size() != 2) {
        causes.add(invalid(field + " must have exactly one source type set", field));
      }
      if (!seen.add(Json.text(volume, "name"))) {
        causes.add(
            invalid(
                TEMPLATE + ".volumes[0].name and " + field + ".name must not have the same Name.",
                field));
      }
    }
  }

  /** Refuse changes to the spec; take back changes to the status, as KubeVirt silently does. */
  void checkInstanceChange(ObjectNode before, ObjectNode after) {
    if (!before.path("spec").equals(after.path("spec"))) {
      throw StatusException.denied(
          VMI_WEBHOOK,
          List.of(
              new StatusException.Cause(
                  "FieldValueNotSupported", "update of VMI object is restricted", "")));
    }
    if (before.has("status")) {
      after.set("status", before.path("status"));
    } else {
      after.remove("status");
    }
    JsonNode labelsBefore = Json.at(before, "metadata", "labels");
    JsonNode labelsAfter = Json.at(after, "metadata", "labels");
    for (String label :
        List.of(
            "kubevirt.io/nodeName",
            "kubevirt.io/created-by",
            "kubevirt.io/migrationTargetNodeName")) {
      if (!labelsBefore.path(label).equals(labelsAfter.path(label))) {
        throw StatusException.denied(
            VMI_WEBHOOK,
            List.of(
                new StatusException.Cause(
                    "FieldValueNotSupported",
                    "modification of the following reserved kubevirt.io/ labels on a VMI object is prohibited",
                    "metadata.labels")));
      }
    }
  }

  void checkMigrationChange(ObjectNode before, ObjectNode after) {
    if (!before.path("spec").equals(after.path("spec"))) {
      throw StatusException.denied(
          MIGRATION_WEBHOOK,
          List.of(
              new StatusException.Cause(
                  "FieldValueNotSupported",
                  "update of Migration object's spec is restricted",
                  "")));
    }
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new HashSet<>();
    list.forEach(item -> names.add(Json.text(item, "name")));
    return names;
  }

  private static StatusException.Cause invalid(String message, String field) {
    return new StatusException.Cause("FieldValueInvalid", message, field);
  }
}
