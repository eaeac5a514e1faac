package io.vmgate.simulator.seed;

import io.vmgate.simulator.machine.Disks;
import io.vmgate.simulator.machine.Pods;
import io.vmgate.simulator.service.Backends;
import io.vmgate.simulator.service.EndpointSlices;
import io.vmgate.simulator.service.Offer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import io.vmgate.simulator.store.Uids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plants what the cluster has at its first start. */
public final class Seeds {
  /** Versions before these are those of the cluster's own past. */
  private static final long FIRST_VERSION = 1000;

  private static final List<String> SCENARIOS =
      List.of(
          "running-masquerade-multus",
          "stopped",
          "paused",
          "instancetype",
          "error-unschedulable",
          "datavolume-error",
          "migrating",
          "running-no-guest-agent",
          "windows-tpm");

  /**
   * The migrating machine of the files is the running one a day later; here it is another one
   * beside it.
   */
  private static final Map<String, String> ANOTHER_MACHINE =
      Map.of(
          "web-1", "web-7",
          "a20a1375-9f2b-4c63-a92e-32ab6e4851cb", Uids.of("vm", "shop", "web-7"),
          "54735635-3ac8-4cb0-9d02-defb576fe8d9", Uids.of("instance", "shop", "web-7"),
          "3d181032-fecf-47f2-abfa-52386202343e", Uids.of("pod", "shop", "web-7"),
          "3c4e4460-1b9b-4fbf-b992-b40720cac897", Uids.of("claim", "shop", "web-7"),
          "a2fcf6cf-67cd-4333-b4de-9c35d39baf7a", Uids.of("datavolume", "shop", "web-7"),
          "10.244.1.37", "10.244.1.47",
          "192.168.120.31", "192.168.120.37",
          "02:4b:56:00:00:21", "02:4b:56:00:00:27");

  /** Where the SPICE server of a guest that is a process is found. */
  private static final String SPICE_PORT = "5900";

  private final int machines;
  private final Set<String> withSpice;
  private final AtomicLong version = new AtomicLong(FIRST_VERSION);

  /**
   * @param machines how many machines there are to be: the demo's first, then generated ones
   * @param withSpice which of them, by namespace/name, have a SPICE server and tell so
   */
  public Seeds(int machines, Set<String> withSpice) {
    this.machines = machines;
    this.withSpice = Set.copyOf(withSpice);
  }

  /** Tell how many machines the demo has. */
  public static int demoSize() {
    return SCENARIOS.size() + DemoPlans.all().size();
  }

  /** Fill an empty store. */
  public void plant(ObjectStore store) {
    learn(store);
    for (String namespace : Namespaces.FIXED) {
      plant(store, Namespaces.object(namespace));
    }
    SampleFiles.read("nodes").forEach(node -> plant(store, node));
    Fixtures.ofTheCluster().forEach(object -> plant(store, object));
    int scenarios = Math.min(machines, SCENARIOS.size());
    Map<String, ObjectNode> instancetypes = new HashMap<>();
    for (String scenario : SCENARIOS.subList(0, scenarios)) {
      for (ObjectNode object : scenario(scenario)) {
        if (Json.text(object, "kind").equals("VirtualMachineClusterInstancetype")) {
          instancetypes.put(Json.name(object), object);
        }
        plant(store, object);
      }
    }
    if (scenarios > 0) {
      SampleFiles.read("events").forEach(event -> plant(store, event));
    }
    List<MachinePlan> demo = DemoPlans.all();
    int planned = Math.clamp(machines - scenarios, 0, demo.size());
    for (MachinePlan plan : demo.subList(0, planned)) {
      new PlannedMachine(plan, instancetypes.get(plan.instancetype()))
          .grow()
          .forEach(object -> plant(store, object));
    }
    if (planned == demo.size()) {
      Fixtures.servicesOfTheDemo().forEach(service -> plant(store, service));
    }
    plantSlices(store);
    int generated = Math.max(0, machines - scenarios - planned);
    LoadPlans.namespaces(generated)
        .forEach(namespace -> plant(store, Namespaces.object(namespace)));
    IntStream.range(0, generated)
        .parallel()
        .forEach(
            index ->
                new PlannedMachine(LoadPlans.plan(index), null)
                    .grow()
                    .forEach(object -> plant(store, object)));
    store.advanceTo(FIRST_VERSION + 100L * machines);
  }

  private void plantSlices(ObjectStore store) {
    for (StoredObject stored : store.snapshot(ResourceTypes.SERVICE, "").objects()) {
      ObjectNode service = stored.toNode();
      Offer offer = Offer.of(service);
      String uid = Uids.of("slice", offer.namespace(), offer.name());
      ObjectNode slice =
          EndpointSlices.create(
              service,
              uid.substring(0, 5),
              uid,
              Json.text(service, "metadata", "creationTimestamp"));
      EndpointSlices.fill(slice, service, offer, Backends.selected(store, offer));
      plant(store, slice);
    }
  }

  private static List<ObjectNode> scenario(String name) {
    List<ObjectNode> objects =
        new ArrayList<>(
            SampleFiles.read(name, name.equals("migrating") ? ANOTHER_MACHINE : Map.of()));
    if (name.equals("migrating")) {
      for (ObjectNode object : SampleFiles.read("running-masquerade-multus", ANOTHER_MACHINE)) {
        String kind = Json.text(object, "kind");
        if (kind.equals("DataVolume") || kind.equals("PersistentVolumeClaim")) {
          objects.add(object);
        }
      }
    }
    if (name.equals("instancetype")) {
      objects.addAll(missingParts(objects));
    }
    return objects;
  }

  /** Complete the scenario that shows no pod and no claim. */
  private static List<ObjectNode> missingParts(List<ObjectNode> objects) {
    List<ObjectNode> parts = new ArrayList<>();
    for (ObjectNode object : objects) {
      if (Json.text(object, "kind").equals("DataVolume")) {
        ObjectNode claim =
            Disks.claim(
                object, Uids.of("claim", "shop", Json.name(object)), "2026-08-02T06:30:00Z");
        ObjectNode spec = Json.child(claim, "spec");
        spec.putArray("accessModes").add("ReadWriteOnce");
        spec.put("storageClassName", "local-fs").put("volumeMode", "Filesystem");
        Json.child(Json.child(spec, "resources"), "requests").put("storage", "22724694688");
        Disks.bind(claim);
        parts.add(claim);
      } else if (Json.text(object, "kind").equals("VirtualMachineInstance")) {
        Map.Entry<String, JsonNode> active =
            Json.at(object, "status", "activePods").properties().iterator().next();
        ObjectNode pod = Pods.create(object, "q9d4c", active.getKey(), "2026-08-02T06:30:03Z");
        Pods.placed(pod, active.getValue().asString(""), "10.10.0.11", "2026-08-02T06:30:03Z");
        Pods.running(pod, object, "2026-08-02T06:30:28Z");
        ObjectNode status = Json.child(pod, "status");
        String address = Json.text(Json.at(object, "status", "interfaces").path(0), "ipAddress");
        String other = Json.text(status, "podIP");
        status.put("podIP", address).putArray("podIPs").addObject().put("ip", address);
        ObjectNode annotations = Json.child(Json.metadata(pod), "annotations");
        String networks = "k8s.v1.cni.cncf.io/network-status";
        annotations.put(networks, Json.text(annotations, networks).replace(other, address));
        parts.add(pod);
      }
    }
    return parts;
  }

  /** Pack everything against what the generated machines look like: they are by far the most. */
  private static void learn(ObjectStore store) {
    Map<ResourceType, List<ObjectNode>> typical = new HashMap<>();
    for (int index : new int[] {7, 13, 21}) {
      for (ObjectNode object : new PlannedMachine(LoadPlans.plan(index), null).grow()) {
        typical.computeIfAbsent(typeOf(object), _ -> new ArrayList<>()).add(object);
      }
    }
    typical.forEach(store::learn);
  }

  private void plant(ObjectStore store, ObjectNode object) {
    if (Json.text(object, "kind").equals("VirtualMachine")
        && withSpice.contains(Json.namespace(object) + "/" + Json.name(object))) {
      Json.child(Json.metadata(object), "annotations").put("vmgate.io/spice-port", SPICE_PORT);
    }
    store.load(typeOf(object), object, version.incrementAndGet());
  }

  private static ResourceType typeOf(ObjectNode object) {
    return ResourceTypes.ofKind(Json.text(object, "apiVersion"), Json.text(object, "kind"))
        .orElseThrow(() -> new IllegalStateException("Unknown kind: " + Json.text(object, "kind")));
  }
}
