package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes and judges what clients write, as the server's own rules and KubeVirt's webhooks do.
 */
final class Admission {
  private final ServiceRules services;
  private final MachineRules machines = new MachineRules();

  Admission(ServiceRules services) {
    this.services = services;
  }

  /** Fill in what a new object leaves out. */
  void complete(ResourceType type, ObjectNode object) {
    if (type.equals(ResourceTypes.SERVICE)) {
      ServiceChecks.checkShape(object);
      ServiceRules.complete(object);
    } else if (type.equals(ResourceTypes.NETWORK_POLICY)) {
      PolicyRules.complete(object);
    } else if (type.equals(ResourceTypes.VM)) {
      machines.complete(object);
    } else if (type.equals(ResourceTypes.MIGRATION)) {
      Json.list(Json.metadata(object), "finalizers").add("kubevirt.io/migrationJobFinalize");
      Json.child(Json.metadata(object), "labels")
          .put("kubevirt.io/vmi-name", Json.text(object, "spec", "vmiName"));
    } else if (type.equals(ResourceTypes.NAMESPACE)) {
      Json.child(Json.metadata(object), "labels")
          .put("kubernetes.io/metadata.name", Json.name(object));
      Json.child(object, "spec").putArray("finalizers").add("kubernetes");
      Json.child(object, "status").put("phase", "Active");
    } else if (type.equals(ResourceTypes.CLAIM)) {
      Json.list(Json.metadata(object), "finalizers").add("kubernetes.io/pvc-protection");
      ObjectNode spec = Json.child(object, "spec");
      if (!spec.has("volumeMode")) {
        spec.put("volumeMode", "Filesystem");
      }
      Json.child(object, "status").put("phase", "Pending");
    } else if (type.equals(ResourceTypes.POD)) {
      Json.child(object, "status").put("phase", "Pending");
    }
  }

  /** Refuse a new object that breaks a rule; gives a service its address and ports. */
  void checkNew(ResourceType type, ObjectNode object) {
    if (type.equals(ResourceTypes.VM)) {
      machines.check(object);
    } else if (type.equals(ResourceTypes.SERVICE)) {
      ServiceChecks.check(object);
      services.allocateNew(object);
    } else if (type.equals(ResourceTypes.NETWORK_POLICY)) {
      PolicyRules.check(object);
    }
  }

  /** Refuse a change that breaks a rule; may take back what a client cannot change. */
  void checkChange(ResourceType type, ObjectNode before, ObjectNode after) {
    if (type.equals(ResourceTypes.VM)) {
      if (!before.path("spec").equals(after.path("spec"))) {
        machines.check(after);
      }
    } else if (type.equals(ResourceTypes.VMI)) {
      machines.checkInstanceChange(before, after);
    } else if (type.equals(ResourceTypes.MIGRATION)) {
      machines.checkMigrationChange(before, after);
    } else if (type.equals(ResourceTypes.SERVICE)) {
      changeService(before, after);
    } else if (type.equals(ResourceTypes.NETWORK_POLICY)
        && !before.path("spec").equals(after.path("spec"))) {
      PolicyRules.complete(after);
      PolicyRules.check(after);
    }
  }

  private void changeService(ObjectNode before, ObjectNode after) {
    if (before.path("spec").equals(after.path("spec"))) {
      return;
    }
    ServiceChecks.checkShape(after);
    ServiceRules.adapt(before, after);
    ServiceRules.complete(after);
    ServiceChecks.check(after);
    ServiceChecks.checkChange(before, after);
    services.allocateChanged(after);
  }
}
