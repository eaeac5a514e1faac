package io.vmgate.simulator.seed;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Plants what the cluster has at its first start. */
public final class Seeds {
  private final int machines;

  /**
   * @param machines how many machines there are to be
   */
  public Seeds(int machines) {
    this.machines = machines;
  }

  /** Fill an empty store. */
  public void plant(ObjectStore store) {
    Planting planting = new Planting(store);
    for (String namespace : Namespaces.FIXED) {
      planting.plant(Namespaces.object(namespace));
    }
    SampleFiles.read("nodes").forEach(planting::plant);
    if (machines > 0) {
      for (String scenario :
          List.of(
              "running-masquerade-multus",
              "stopped",
              "paused",
              "instancetype",
              "error-unschedulable",
              "datavolume-error",
              "running-no-guest-agent",
              "windows-tpm",
              "events")) {
        SampleFiles.read(scenario).forEach(planting::plant);
      }
      SampleFiles.read("migrating", Map.of("web-1", "web-7")).forEach(planting::plant);
    }
    store.advanceTo(planting.version);
  }

  private static final class Planting {
    private final ObjectStore store;
    private long version = 1000;

    Planting(ObjectStore store) {
      this.store = store;
    }

    void plant(ObjectNode object) {
      ResourceType type =
          ResourceTypes.ofKind(Json.text(object, "apiVersion"), Json.text(object, "kind"))
              .orElseThrow();
      store.load(type, object, ++version);
    }
  }
}
