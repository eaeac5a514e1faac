package io.vmgate.kubevirt.access;

import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.access.ObjectLine.Reply;
import io.vmgate.kubevirt.cluster.Marks;
import io.vmgate.kubevirt.vm.digest.MachineLabel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The VirtualMachine that something is made for, as it is in the cluster at this moment.
 *
 * @param launchers the labels of each launcher pod of its run; none while it does not run, or where
 *     the cluster shows no pods
 */
record TargetMachine(VmId id, VmName name, JsonNode spec, List<JsonNode> launchers) {
  private static final String MACHINE = "vmi.kubevirt.io/id";
  private static final String HOSTNAME = "vm.kubevirt.io/name";

  /** KubeVirt: what marks launcher pods, and those of one run. */
  private static final String LAUNCHERS =
      "/pods?labelSelector=kubevirt.io%3Dvirt-launcher%2Ckubevirt.io%2Fcreated-by%3D";

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final int FORBIDDEN = 403;

  /** Labels that people put into templates to tell machines apart. */
  private static final List<String> OWN_LABELS = List.of("kubevirt.io/vm", "kubevirt.io/domain");

  /** A port that a card lets through. */
  private record Opening(String protocol, int port) {}

  /**
   * Read the machine.
   *
   * @throws io.vmgate.domain.FailureException {@link VmFailure.NotFound} when it is no more, also
   *     when there is another of the same name
   */
  static TargetMachine read(ObjectLine line, VmId id, VmName name) {
    Reply reply = line.get(path(name, "virtualmachines"));
    if (!reply.isGood() && !reply.isMissing()) {
      throw reply.failure();
    }
    JsonNode machine = reply.json();
    if (reply.isMissing() || !machine.at("/metadata/uid").asString("").equals(id.toString())) {
      throw new VmFailure.NotFound(id.toString()).toException();
    }
    return new TargetMachine(id, name, machine.path("spec"), launchers(line, name));
  }

  private static List<JsonNode> launchers(ObjectLine line, VmName name) {
    Reply run = line.get(path(name, "virtualmachineinstances"));
    if (run.isMissing()) {
      return List.of();
    }
    if (!run.isGood()) {
      throw run.failure();
    }
    String uid = run.json().at("/metadata/uid").asString("");
    Reply pods = line.get("/api/v1/namespaces/" + name.namespace() + LAUNCHERS + uid);
    if (pods.isMissing() || pods.code() == FORBIDDEN) {
      return List.of();
    }
    if (!pods.isGood()) {
      throw pods.failure();
    }
    return pods.json()
        .path("items")
        .valueStream()
        .filter(pod -> !OVER.contains(pod.at("/status/phase").asString("")))
        .map(pod -> pod.at("/metadata/labels"))
        .toList();
  }

  private static String path(VmName name, String kind) {
    return "/apis/kubevirt.io/v1/namespaces/" + name.namespace() + "/" + kind + "/" + name.name();
  }

  /** Write the labels and the owner of what is made for this machine. */
  ObjectNode metadata(String objectName) {
    ObjectNode metadata = ObjectLine.JSON.createObjectNode();
    metadata.put("name", objectName).put("namespace", name.namespace());
    metadata
        .putObject("labels")
        .put(Marks.MANAGED_BY, Marks.US)
        .put(Marks.WELL_KNOWN_MANAGED_BY, Marks.US)
        .put(Marks.VM, id.toString());
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "kubevirt.io/v1")
        .put("kind", "VirtualMachine")
        .put("name", name.name())
        .put("uid", id.toString())
        .put("controller", true)
        .put("blockOwnerDeletion", false);
    metadata.putObject("annotations");
    return metadata;
  }

  /** Whether this is an object of the platform's that was made for this machine. */
  boolean owns(JsonNode object) {
    return isOurs(object)
        && object
            .at("/metadata/ownerReferences")
            .valueStream()
            .anyMatch(owner -> owner.path("uid").asString("").equals(id.toString()));
  }

  static boolean isOurs(JsonNode object) {
    return object
        .path("metadata")
        .path("labels")
        .path(Marks.MANAGED_BY)
        .asString("")
        .equals(Marks.US);
  }

  /**
   * Labels that the machine's launcher pod has, and others as few as can be. What runs is looked
   * at: an update of KubeVirt marks no pod that is there already.
   *
   * @param marksPods whether this KubeVirt marks pods by their machine's name, which counts for a
   *     machine without a pod: since 1.7. Older ones mark them by the guest's host name, which
   *     others may have as well
   */
  Map<String, String> selector(boolean marksPods) {
    String label = MachineLabel.of(name.name());
    if (launchers.isEmpty() ? marksPods : all(MACHINE, label)) {
      return Map.of(MACHINE, label);
    }
    JsonNode template = spec.path("template");
    String hostname = template.path("spec").path("hostname").asString("");
    Map<String, String> selector = new TreeMap<>();
    selector.put(HOSTNAME, hostname.isEmpty() ? MachineLabel.hostname(name.name()) : hostname);
    for (String own : OWN_LABELS) {
      JsonNode given = template.path("metadata").path("labels").path(own);
      if (given.asString("").equals(name.name()) && all(own, name.name())) {
        selector.put(own, name.name());
      }
    }
    return selector;
  }

  /** Whether each launcher pod is marked so; a template's label comes with the next run only. */
  private boolean all(String label, String value) {
    return launchers.stream().allMatch(labels -> labels.path(label).asString("").equals(value));
  }

  /** Target ports that the card on the pod network leaves out of those it lets through. */
  List<Integer> portsNotForwarded(List<PortMapping> ports) {
    JsonNode card = podCard();
    boolean isForwarding = card.has("masquerade") || card.has("bridge");
    if (!isForwarding || card.path("ports").isEmpty() || !card.path("portRanges").isEmpty()) {
      return List.of();
    }
    Set<Opening> openings =
        card.path("ports")
            .valueStream()
            .map(
                port ->
                    new Opening(
                        port.path("protocol").asString(Transport.TCP.name()),
                        port.path("port").asInt(0)))
            .collect(Collectors.toSet());
    return ports.stream()
        .filter(port -> port.targetPort() != null)
        .filter(port -> !openings.contains(opening(port)))
        .map(PortMapping::targetPort)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static @Nullable Opening opening(PortMapping port) {
    return port.targetPort() == null
        ? null
        : new Opening(port.transport().name(), port.targetPort());
  }

  private JsonNode podCard() {
    JsonNode instance = spec.path("template").path("spec");
    String network =
        instance
            .path("networks")
            .valueStream()
            .filter(each -> each.has("pod") || each.at("/multus/default").asBoolean(false))
            .map(each -> each.path("name").asString(""))
            .findFirst()
            .orElse("");
    return instance
        .at("/domain/devices/interfaces")
        .valueStream()
        .filter(card -> card.path("name").asString("").equals(network))
        .findFirst()
        .orElseGet(ObjectLine.JSON::missingNode);
  }
}
