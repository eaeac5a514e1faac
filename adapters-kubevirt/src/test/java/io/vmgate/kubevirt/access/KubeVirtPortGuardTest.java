package io.vmgate.kubevirt.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.application.access.PortGuard;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.testkit.access.AddressBlocks;
import io.vmgate.testkit.access.PortGuardContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The guard against the simulator, and what its policies say. */
class KubeVirtPortGuardTest implements PortGuardContract {
  private static SimulatedCluster cluster;
  private static PortGuard guard;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    cluster = new SimulatedCluster(folder);
    guard =
        new KubeVirtPortGuard(cluster.client(), SimulatedCluster.PATIENCE, InstantSource.system());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void clear() {
    cluster.clear();
  }

  @Override
  public PortGuard guard() {
    return guard;
  }

  @Override
  public VmId vm() {
    return SimulatedCluster.ID;
  }

  @Override
  public VmName vmName() {
    return SimulatedCluster.WEB;
  }

  @Override
  public VmName goneName() {
    return new VmName("shop", "gone");
  }

  /** As Kubernetes does: open to all where nothing selects the pod, else where any rule says so. */
  @Override
  public boolean admits(Transport transport, int port, String from) {
    List<ObjectNode> policies =
        cluster.all(ResourceTypes.NETWORK_POLICY).stream()
            .filter(policy -> policy.at("/spec/podSelector/matchLabels").size() == 1)
            .filter(
                policy ->
                    policy
                        .at("/spec/podSelector/matchLabels")
                        .path("vmi.kubevirt.io/id")
                        .asString("")
                        .equals("web-1"))
            .toList();
    return policies.isEmpty()
        || policies.stream()
            .flatMap(policy -> policy.at("/spec/ingress").valueStream())
            .anyMatch(rule -> opens(rule, transport, port) && admits(rule, from));
  }

  private static boolean opens(JsonNode rule, Transport transport, int port) {
    return rule.path("ports")
        .valueStream()
        .filter(each -> each.path("protocol").asString().equals(transport.name()))
        .anyMatch(
            each -> {
              int first = each.path("port").asInt(1);
              int last = each.path("endPort").asInt(each.path("port").asInt(65_535));
              assertThat(first).isBetween(1, last);
              return first <= port && port <= last;
            });
  }

  private static boolean admits(JsonNode rule, String from) {
    return !rule.has("from")
        || rule.path("from")
            .valueStream()
            .map(peer -> peer.at("/ipBlock/cidr").asString())
            .anyMatch(
                block -> AddressBlocks.contains(AddressBlock.parse(block).orElseThrow(), from));
  }

  @Test
  void makesOnePolicyThatGoesWithTheMachine() {
    guard.restrict(vm(), vmName(), "ssh", List.of(tcp(22, 22)), blocks("10.0.0.0/8"));
    guard.restrict(vm(), vmName(), "web", List.of(tcp(80, 8_080)), blocks("10.0.0.0/8"));

    JsonNode policy = policy();
    assertThat(policy.at("/metadata/name").asString()).isEqualTo("vmgate-web-1");
    assertThat(policy.at("/metadata/ownerReferences/0/uid").asString()).isEqualTo(vm().toString());
    assertThat(policy.at("/metadata/labels").path("vmgate.io/managed-by").asString())
        .isEqualTo("vmgate");
    assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    assertThat(policy.at("/spec/ingress/1/ports").toString())
        .isEqualTo(
            "[{\"protocol\":\"TCP\",\"port\":1,\"endPort\":21},"
                + "{\"protocol\":\"TCP\",\"port\":23,\"endPort\":8079},"
                + "{\"protocol\":\"TCP\",\"port\":8081,\"endPort\":65535},"
                + "{\"protocol\":\"UDP\"},{\"protocol\":\"SCTP\"}]");
    assertThat(policy.at("/metadata/annotations").path("vmgate.io/restrictions").asString())
        .isEqualTo(
            "{\"ssh\":{\"ports\":[{\"protocol\":\"TCP\",\"port\":22}],\"from\":[\"10.0.0.0/8\"]},"
                + "\"web\":{\"ports\":[{\"protocol\":\"TCP\",\"port\":8080}],\"from\":[\"10.0.0.0/8\"]}}");
  }

  @Test
  void removesThePolicyWithTheLastThatIsSaid() {
    guard.restrict(vm(), vmName(), "ssh", List.of(tcp(22, 22)), blocks("10.0.0.0/8"));
    guard.lift(vmName(), "ssh");

    assertThat(cluster.all(ResourceTypes.NETWORK_POLICY)).isEmpty();
  }

  @Test
  void leavesAPolicyOfOthersAlone() {
    cluster.put(ResourceTypes.NETWORK_POLICY, policyOf("helm", vm().value(), "{}"));

    assertThatThrownBy(
            () -> guard.restrict(vm(), vmName(), "ssh", List.of(tcp(22, 22)), blocks("10.0.0.0/8")))
        .hasMessageContaining("somebody else made the NetworkPolicy vmgate-web-1 of shop");
    guard.lift(vmName(), "ssh");
    assertThat(policy().path("spec").isEmpty()).isTrue();
  }

  @Test
  void takesNothingOverFromAFormerMachine() {
    cluster.put(
        ResourceTypes.NETWORK_POLICY,
        policyOf(
            "vmgate",
            new UUID(9, 9),
            "{\"old\":{\"ports\":[{\"protocol\":\"TCP\",\"port\":80}],\"from\":[\"10.0.0.0/8\"]}}"));

    guard.restrict(vm(), vmName(), "ssh", List.of(tcp(22, 22)), blocks("10.0.0.0/8"));

    assertThat(admits(Transport.TCP, 80, OUTSIDE)).isTrue();
    assertThat(policy().at("/metadata/ownerReferences/0/uid").asString())
        .isEqualTo(vm().toString());
  }

  @Test
  void opensNothingWhenItsNotesWereSpoiled() {
    for (String spoiled :
        List.of("", "[]", "{\"a\":{\"ports\":[{\"port\":1}]}}", "{\"a\":{\"from\":[\"x\"]}}")) {
      cluster.put(ResourceTypes.NETWORK_POLICY, policyOf("vmgate", vm().value(), spoiled));

      assertThatThrownBy(() -> guard.lift(vmName(), "ssh"))
          .as(spoiled)
          .hasMessageContaining("vmgate.io/restrictions");
    }
  }

  private static ObjectNode policyOf(String managedBy, UUID owner, String restrictions) {
    ObjectNode policy =
        SimulatedCluster.json(
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "vmgate-web-1", "namespace": "shop",
               "uid": "00000000-0000-0003-0000-000000000003",
               "labels": {"vmgate.io/managed-by": "%s"}, "annotations": {},
               "ownerReferences": [{"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine",
                 "name": "web-1", "uid": "%s"}]},
             "spec": {}}
            """
                .formatted(managedBy, owner));
    policy
        .withObject("/metadata")
        .withObject("/annotations")
        .put("vmgate.io/restrictions", restrictions);
    return policy;
  }

  private static List<AddressBlock> blocks(String block) {
    return List.of(AddressBlock.parse(block).orElseThrow());
  }

  private static JsonNode policy() {
    List<ObjectNode> policies = cluster.all(ResourceTypes.NETWORK_POLICY);
    assertThat(policies).hasSize(1);
    return policies.getFirst();
  }
}
