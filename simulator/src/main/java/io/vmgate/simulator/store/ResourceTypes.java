package io.vmgate.simulator.store;

import java.util.List;
import java.util.Optional;

/**
 * The types that the simulator serves; names and scopes as the CustomResourceDefinitions of
 * KubeVirt 1.9 have them.
 */
public final class ResourceTypes {
  private static final String KUBEVIRT = "kubevirt.io";
  private static final String INSTANCETYPE = "instancetype.kubevirt.io";

  public static final ResourceType NAMESPACE =
      core("namespaces", "namespace", "Namespace", List.of("ns"), false, true);
  public static final ResourceType NODE = core("nodes", "node", "Node", List.of("no"), false, true);
  public static final ResourceType POD = core("pods", "pod", "Pod", List.of("po"), true, true);
  public static final ResourceType SERVICE =
      core("services", "service", "Service", List.of("svc"), true, true);
  public static final ResourceType EVENT =
      core("events", "event", "Event", List.of("ev"), true, false);
  public static final ResourceType CLAIM =
      core(
          "persistentvolumeclaims",
          "persistentvolumeclaim",
          "PersistentVolumeClaim",
          List.of("pvc"),
          true,
          true);
  public static final ResourceType CONTROLLER_REVISION =
      builtIn("apps", "controllerrevisions", "controllerrevision", "ControllerRevision", List.of());
  public static final ResourceType ENDPOINT_SLICE =
      builtIn("discovery.k8s.io", "endpointslices", "endpointslice", "EndpointSlice", List.of());
  public static final ResourceType NETWORK_POLICY =
      new ResourceType(
          "networking.k8s.io",
          "v1",
          "networkpolicies",
          "networkpolicy",
          "NetworkPolicy",
          List.of("netpol"),
          List.of(),
          true,
          false,
          false,
          true);
  public static final ResourceType VM =
      custom(
          KUBEVIRT,
          "v1",
          "virtualmachines",
          "VirtualMachine",
          List.of("vm", "vms"),
          List.of("all"),
          true,
          true);
  public static final ResourceType VMI =
      custom(
          KUBEVIRT,
          "v1",
          "virtualmachineinstances",
          "VirtualMachineInstance",
          List.of("vmi", "vmis"),
          List.of("all"),
          true,
          false);
  public static final ResourceType MIGRATION =
      custom(
          KUBEVIRT,
          "v1",
          "virtualmachineinstancemigrations",
          "VirtualMachineInstanceMigration",
          List.of("vmim", "vmims"),
          List.of("all"),
          true,
          true);
  public static final ResourceType KUBEVIRT_INSTALL =
      custom(
          KUBEVIRT,
          "v1",
          "kubevirts",
          "KubeVirt",
          List.of("kv", "kvs"),
          List.of("all"),
          true,
          true);
  public static final ResourceType INSTANCETYPE_NAMESPACED =
      custom(
          INSTANCETYPE,
          "v1beta1",
          "virtualmachineinstancetypes",
          "VirtualMachineInstancetype",
          List.of("vminstancetype", "vminstancetypes", "vmf", "vmfs"),
          List.of("all"),
          true,
          false);
  public static final ResourceType INSTANCETYPE_CLUSTER =
      custom(
          INSTANCETYPE,
          "v1beta1",
          "virtualmachineclusterinstancetypes",
          "VirtualMachineClusterInstancetype",
          List.of("vmclusterinstancetype", "vmclusterinstancetypes", "vmcf", "vmcfs"),
          List.of(),
          false,
          false);
  public static final ResourceType PREFERENCE_NAMESPACED =
      custom(
          INSTANCETYPE,
          "v1beta1",
          "virtualmachinepreferences",
          "VirtualMachinePreference",
          List.of("vmpref", "vmprefs", "vmp", "vmps"),
          List.of("all"),
          true,
          false);
  public static final ResourceType PREFERENCE_CLUSTER =
      custom(
          INSTANCETYPE,
          "v1beta1",
          "virtualmachineclusterpreferences",
          "VirtualMachineClusterPreference",
          List.of("vmcp", "vmcps"),
          List.of(),
          false,
          false);
  public static final ResourceType DATA_VOLUME =
      custom(
          "cdi.kubevirt.io",
          "v1beta1",
          "datavolumes",
          "DataVolume",
          List.of("dv", "dvs"),
          List.of("all"),
          true,
          false);

  private static final List<ResourceType> ALL =
      List.of(
          NAMESPACE,
          NODE,
          POD,
          SERVICE,
          EVENT,
          CLAIM,
          CONTROLLER_REVISION,
          ENDPOINT_SLICE,
          NETWORK_POLICY,
          VM,
          VMI,
          MIGRATION,
          KUBEVIRT_INSTALL,
          INSTANCETYPE_NAMESPACED,
          INSTANCETYPE_CLUSTER,
          PREFERENCE_NAMESPACED,
          PREFERENCE_CLUSTER,
          DATA_VOLUME);

  private ResourceTypes() {}

  /** List every type; namespaces first. */
  public static List<ResourceType> all() {
    return ALL;
  }

  /** Find the type behind a path; empty if the simulator does not serve it. */
  public static Optional<ResourceType> find(String group, String version, String plural) {
    for (ResourceType type : ALL) {
      if (type.plural().equals(plural)
          && type.group().equals(group)
          && type.version().equals(version)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * Find the type of an object by what it says of itself; empty if the simulator does not serve it.
   */
  public static Optional<ResourceType> ofKind(String apiVersion, String kind) {
    for (ResourceType type : ALL) {
      if (type.kind().equals(kind) && type.apiVersion().equals(apiVersion)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static ResourceType core(
      String plural,
      String singular,
      String kind,
      List<String> shortNames,
      boolean namespaced,
      boolean hasStatus) {
    return new ResourceType(
        "",
        "v1",
        plural,
        singular,
        kind,
        shortNames,
        kind.equals("Pod") || kind.equals("Service") ? List.of("all") : List.of(),
        namespaced,
        false,
        hasStatus,
        false);
  }

  private static ResourceType builtIn(
      String group, String plural, String singular, String kind, List<String> shortNames) {
    return new ResourceType(
        group, "v1", plural, singular, kind, shortNames, List.of(), true, false, false, false);
  }

  private static ResourceType custom(
      String group,
      String version,
      String plural,
      String kind,
      List<String> shortNames,
      List<String> categories,
      boolean namespaced,
      boolean hasStatus) {
    return new ResourceType(
        group,
        version,
        plural,
        kind.toLowerCase(java.util.Locale.ROOT),
        kind,
        shortNames,
        categories,
        namespaced,
        true,
        hasStatus,
        true);
  }
}
