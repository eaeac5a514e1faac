package io.vmgate.kubevirt.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several who change a machine's policy at once, step by step. */
class PolicyRacesTest {
  private static final VmId ID = SimulatedCluster.ID;
  private static final VmName WEB = SimulatedCluster.WEB;
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
  private static final String POLICY = POLICIES + "/vmgate-web-1";
  private static final String CONFLICT = "{\"reason\": \"Conflict\"}";

  @TempDir private Path folder;
  private ScriptedApi api;
  private KubeVirtPortGuard guard;

  @BeforeEach
  void start() throws IOException {
    api = new ScriptedApi(folder);
    api.answer(
        "GET /apis/kubevirt.io/v1/namespaces/shop/virtualmachines/web-1",
        200,
        SimulatedCluster.machine(ID, WEB));
    guard = new KubeVirtPortGuard(api.client(), Duration.ofSeconds(5), new ManualClock());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void addsToWhatOthersWereQuickerToMake() {
    api.answer("GET " + POLICY, 404, "{}");
    api.answer("POST " + POLICIES, 409, "{\"reason\": \"AlreadyExists\"}");
    api.answer("GET " + POLICY, 200, policy(7, "web"));
    api.answer("PUT " + POLICY, 409, CONFLICT);
    api.answer("GET " + POLICY, 200, policy(8, "dns", "web"));
    api.answer("PUT " + POLICY, 200, "{}");

    restrict("ssh");

    JsonNode written = SimulatedCluster.json(api.bodies("PUT " + POLICY).getLast());
    assertThat(written.at("/metadata/resourceVersion").asString()).isEqualTo("8");
    assertThat(services(written)).containsExactly("dns", "ssh", "web");
  }

  @Test
  void makesAnewWhatOthersRemovedMeanwhile() {
    api.answer("GET " + POLICY, 200, policy(7, "web"));
    api.answer("GET " + POLICY, 404, "{}");
    api.answer("POST " + POLICIES, 201, "{}");

    restrict("ssh"); // nobody is there to be replaced: 404

    JsonNode written = SimulatedCluster.json(api.bodies("POST " + POLICIES).getFirst());
    assertThat(services(written)).containsExactly("ssh");
    assertThat(written.path("metadata").has("resourceVersion")).isFalse();
  }

  @Test
  void removesNothingThatOthersHaveAddedTo() {
    api.answer("GET " + POLICY, 200, policy(7, "ssh"));
    api.answer("DELETE " + POLICY, 409, CONFLICT);
    api.answer("GET " + POLICY, 200, policy(8, "ssh", "web"));
    api.answer("PUT " + POLICY, 200, "{}");

    guard.lift(WEB, "ssh");

    assertThat(
            SimulatedCluster.json(api.bodies("DELETE " + POLICY).getFirst())
                .at("/preconditions/resourceVersion")
                .asString())
        .isEqualTo("7");
    JsonNode written = SimulatedCluster.json(api.bodies("PUT " + POLICY).getFirst());
    assertThat(services(written)).containsExactly("web");
  }

  @Test
  void givesUpWhenOthersAreAlwaysQuicker() {
    api.answer("GET " + POLICY, 200, policy(7, "web"));
    api.answer("PUT " + POLICY, 409, CONFLICT);

    assertThat(refusal())
        .isEqualTo(
            new PlatformFailure.ClusterRefused(
                "others change the NetworkPolicy vmgate-web-1 all the time"));
  }

  @Test
  void saysWhatTheClusterForbids() {
    api.answer("GET " + POLICY, 403, "{\"message\": \"networkpolicies is forbidden\"}");

    assertThat(refusal())
        .isEqualTo(new PlatformFailure.ClusterRefused("networkpolicies is forbidden"));
  }

  private Object refusal() {
    FailureException failure = catchThrowableOfType(FailureException.class, () -> restrict("ssh"));
    assertThat(failure).as("refused").isNotNull();
    return failure.failure();
  }

  private void restrict(String service) {
    guard.restrict(
        ID,
        WEB,
        service,
        List.of(tcp(22, 22)),
        List.of(AddressBlock.parse("10.0.0.0/8").orElseThrow()));
  }

  private static List<String> services(JsonNode policy) {
    String text = policy.at("/metadata/annotations").path("vmgate.io/restrictions").asString();
    return List.copyOf(SimulatedCluster.json(text).propertyNames());
  }

  private static String policy(int version, String... services) {
    Restrictions restrictions = new Restrictions();
    for (String service : services) {
      restrictions.put(
          service, List.of(tcp(80, 80)), List.of(AddressBlock.parse("10.0.0.0/8").orElseThrow()));
    }
    return """
    {"metadata": {"name": "vmgate-web-1", "namespace": "shop", "uid": "u-1",
      "resourceVersion": "%d", "labels": {"vmgate.io/managed-by": "vmgate"},
      "annotations": {"vmgate.io/restrictions": "%s"},
      "ownerReferences": [{"kind": "VirtualMachine", "name": "web-1", "uid": "%s"}]}}
    """
        .formatted(version, restrictions.text().replace("\"", "\\\""), ID);
  }
}
