package io.vmgate.simulator.lifecycle;

import io.vmgate.simulator.machine.Disks;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Binds the claims that stand alone, and holds those in use when they are deleted. */
final class ClaimController implements Controller {
  private static final String PROTECTION = "kubernetes.io/pvc-protection";

  /** Classes without a provisioner of their own. */
  private static final Set<String> UNBOUND = Set.of("manual", ImportController.WAITING_CLASS);

  private final Cluster cluster;

  ClaimController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public @Nullable Step next(String namespace, String name) {
    ObjectNode claim = cluster.read(ResourceTypes.CLAIM, namespace, name);
    if (claim == null) {
      return null;
    }
    String uid = Json.uid(claim);
    if (Json.isBeingDeleted(claim)) {
      return isUsed(namespace, name)
          ? Step.in(1000, "used:" + cluster.instant(), () -> {})
          : Step.in(
              100,
              "leave:" + uid,
              () -> cluster.removeFinalizer(ResourceTypes.CLAIM, namespace, name, PROTECTION));
    }
    boolean imported =
        Json.at(claim, "metadata", "ownerReferences")
            .valueStream()
            .anyMatch(owner -> Json.text(owner, "kind").equals("DataVolume"));
    if (imported
        || !Json.text(claim, "status", "phase").equals("Pending")
        || UNBOUND.contains(Json.text(claim, "spec", "storageClassName"))) {
      return null;
    }
    return Step.in(
        1000, "bind:" + uid, () -> cluster.edit(ResourceTypes.CLAIM, namespace, name, Disks::bind));
  }

  private boolean isUsed(String namespace, String claim) {
    for (ObjectNode pod : cluster.podsNaming(namespace, "\"claimName\":\"" + claim + "\"")) {
      String phase = Json.text(pod, "status", "phase");
      if (phase.equals("Succeeded") || phase.equals("Failed")) {
        continue;
      }
      for (JsonNode volume : Json.at(pod, "spec", "volumes")) {
        if (Json.text(volume, "persistentVolumeClaim", "claimName").equals(claim)) {
          return true;
        }
      }
    }
    return false;
  }
}
