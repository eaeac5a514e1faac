package io.vmgate.simulator.seed;

import io.vmgate.simulator.service.Allocations;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.Uids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a cluster has besides nodes and machines: KubeVirt's own object, instancetypes, services.
 */
final class Fixtures {
  private static final String CREATED = "2026-01-02T00:10:00Z";

  private Fixtures() {}

  /** List what is there even without machines. */
  static List<ObjectNode> ofTheCluster() {
    List<ObjectNode> objects = new ArrayList<>();
    objects.add(kubeVirt());
    objects.add(instancetype("VirtualMachineClusterInstancetype", "", "u1.small", 1, "2Gi"));
    objects.add(instancetype("VirtualMachineClusterInstancetype", "", "u1.large", 2, "8Gi"));
    objects.add(instancetype("VirtualMachineClusterInstancetype", "", "cx1.2xlarge", 8, "16Gi"));
    objects.add(
        instancetype("VirtualMachineInstancetype", "render-farm", "render.xlarge", 16, "64Gi"));
    objects.add(preference("VirtualMachineClusterPreference", "", "fedora"));
    objects.add(preference("VirtualMachineClusterPreference", "", "windows.2k25"));
    objects.add(preference("VirtualMachinePreference", "render-farm", "render.linux"));
    return objects;
  }

  /** List the services that point at machines of the demo. */
  static List<ObjectNode> servicesOfTheDemo() {
    return List.of(
        service("shop", "cart-api-http", "cart-api", "ClusterIP", Map.of(80, 8080), ""),
        service("shop", "search-api", "search", "NodePort", Map.of(9200, 9200), ""),
        service(
            "payments",
            "gateway-public",
            "gateway-a",
            "LoadBalancer",
            Map.of(443, 8443),
            "198.51.100.20"),
        service("research", "notebook-li", "notebook-li", "NodePort", Map.of(22, 22), ""),
        pending(
            service(
                "research", "head-pending", "cluster-head", "LoadBalancer", Map.of(22, 22), "")));
  }

  private static ObjectNode pending(ObjectNode service) {
    Json.child(Json.metadata(service), "annotations")
        .put("simulator.vmgate.io/load-balancer", "pending");
    return service;
  }

  private static ObjectNode kubeVirt() {
    ObjectNode install = object("kubevirt.io/v1", "KubeVirt", "kubevirt", "kubevirt");
    ObjectNode configuration = install.putObject("spec").putObject("configuration");
    configuration.putObject("developerConfiguration").putArray("featureGates");
    ObjectNode status = install.putObject("status");
    status.put("observedKubeVirtVersion", "v1.9.0").put("targetKubeVirtVersion", "v1.9.0");
    status.put("operatorVersion", "v1.9.0").put("phase", "Deployed");
    for (String type : new String[] {"Available", "Created"}) {
      status
          .withArray("conditions")
          .addObject()
          .put("lastTransitionTime", CREATED)
          .put("status", "True")
          .put("type", type);
    }
    return install;
  }

  private static ObjectNode instancetype(
      String kind, String namespace, String name, int cpus, String memory) {
    ObjectNode type = object("instancetype.kubevirt.io/v1beta1", kind, namespace, name);
    Json.metadata(type)
        .putObject("labels")
        .put("instancetype.kubevirt.io/cpu", Integer.toString(cpus))
        .put("instancetype.kubevirt.io/memory", memory)
        .put("instancetype.kubevirt.io/vendor", "kubevirt.io");
    ObjectNode spec = type.putObject("spec");
    spec.putObject("cpu").put("guest", cpus);
    spec.putObject("memory").put("guest", memory);
    return type;
  }

  private static ObjectNode preference(String kind, String namespace, String name) {
    ObjectNode preference = object("instancetype.kubevirt.io/v1beta1", kind, namespace, name);
    preference
        .putObject("spec")
        .putObject("devices")
        .put("preferredDiskBus", "virtio")
        .put("preferredInterfaceModel", "virtio");
    return preference;
  }

  private static ObjectNode service(
      String namespace,
      String name,
      String machine,
      String type,
      Map<Integer, Integer> ports,
      String external) {
    ObjectNode service = object("v1", "Service", namespace, name);
    ObjectNode metadata = Json.metadata(service);
    metadata.remove("generation");
    int hash = Math.floorMod((namespace + name).hashCode(), 2_000);
    ObjectNode spec = service.putObject("spec");
    String address = "10.96." + (100 + hash / 250) + "." + (2 + hash % 250);
    spec.put("clusterIP", address).putArray("clusterIPs").add(address);
    boolean outside = !type.equals("ClusterIP");
    if (outside) {
      spec.put("externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
    spec.put("internalTrafficPolicy", "Cluster").putArray("ipFamilies").add("IPv4");
    spec.put("ipFamilyPolicy", "SingleStack");
    ports.forEach(
        (port, target) -> {
          ObjectNode entry = spec.withArray("ports").addObject();
          if (outside) {
            entry.put("nodePort", Allocations.FIRST_CHOSEN_NODE_PORT + hash);
          }
          entry.put("port", port).put("protocol", "TCP").put("targetPort", target);
        });
    spec.putObject("selector").put("vmi.kubevirt.io/id", machine);
    spec.put("sessionAffinity", "None").put("type", type);
    ObjectNode balancer = service.putObject("status").putObject("loadBalancer");
    if (!external.isEmpty()) {
      balancer.putArray("ingress").addObject().put("ip", external).put("ipMode", "VIP");
    }
    return service;
  }

  private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("creationTimestamp", CREATED).put("generation", 1).put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    metadata.put("uid", Uids.of(kind, namespace, name));
    return object;
  }
}
