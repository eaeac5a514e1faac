package io.vmgate.kubevirt.vm;

import static io.vmgate.kubevirt.vm.JoinTest.machine;
import static io.vmgate.kubevirt.vm.JoinTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.Vm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which Service leads to a machine, and where. */
class ServiceTest {
  private static final String SAMPLE = "01-running-masquerade-multus";

  @ParameterizedTest
  @CsvSource(
      value = {
        "{\"vmi.kubevirt.io/id\":\"web-1\"}; true",
        "{\"vmi.kubevirt.io/id\":\"web-2\"}; false",
        "{\"vm.kubevirt.io/name\":\"web-1\"}; true",
        "{\"app\":\"web\",\"tier\":\"frontend\"}; true",
        "{\"app\":\"web\",\"tier\":\"backend\"}; false",
        "{\"kubevirt.io\":\"virt-launcher\",\"tier\":\"frontend\"}; true",
        "{\"vmi.kubevirt.io/id\":\"web-1\",\"app\":\"other\"}; false",
        "{\"kubevirt.io/nodeName\":\"node-a\"}; true",
        "{\"kubevirt.io/created-by\":\"54735635-3ac8-4cb0-9d02-defb576fe8d9\"}; true",
        "{}; false",
      },
      delimiter = ';')
  void leadsToTheMachineWhosePodItSelects(String selector, boolean leads) {
    ObjectNode service = service("ssh", "ClusterIP");
    ((ObjectNode) service.get("spec")).set("selector", Samples.JSON.readTree(selector));

    assertThat(running(service).service() != null).isEqualTo(leads);
  }

  @Test
  void leadsToTheMachineThatOwnsIt() {
    ObjectNode service = object(SAMPLE, "Service");
    ((ObjectNode) service.get("spec")).remove("selector");

    assertThat(running(service).service()).isNotNull();
  }

  @Test
  void leadsToNoMachineOfAnotherNamespace() {
    ObjectNode service = service("ssh", "ClusterIP");
    ((ObjectNode) service.get("metadata")).put("namespace", "elsewhere");

    assertThat(running(service).service()).isNull();
  }

  @Test
  void findsAMachineWhoseNameIsTooLongForALabel() {
    String name = "a".repeat(70);
    ObjectNode machine = machine("02-stopped");
    ((ObjectNode) machine.get("metadata")).put("name", name);
    ObjectNode service = service("ssh", "ClusterIP");
    // 54 characters, a dash and the first eight digits of the name's SHA-1
    ((ObjectNode) service.get("spec"))
        .putObject("selector")
        .put("vmi.kubevirt.io/id", "a".repeat(54) + "-" + sha1(name).substring(0, 8));

    assertThat(new Samples().put(machine).put(service).vm().service()).isNotNull();
  }

  @Test
  void isReachedAtANodePortOfTheOldestReadyNodeThatHasAnExternalAddress() {
    Samples samples = new Samples().put(machine(SAMPLE)).put(object(SAMPLE, "Service"));

    samples.put(node("node-a", "2026-01-03T00:00:00Z", true, "10.0.0.3", "203.0.113.3"));
    samples.put(node("node-b", "2026-01-01T00:00:00Z", true, "10.0.0.1", null));
    samples.put(node("node-c", "2026-01-02T00:00:00Z", true, "10.0.0.2", "203.0.113.2"));
    assertThat(address(samples)).isEqualTo("203.0.113.2:31422");

    samples.put(node("node-c", "2026-01-02T00:00:00Z", false, "10.0.0.2", "203.0.113.2"));
    assertThat(address(samples)).isEqualTo("203.0.113.3:31422");

    samples.remove(node("node-a", "2026-01-03T00:00:00Z", true, "10.0.0.3", null));
    assertThat(address(samples)).isEqualTo("10.0.0.1:31422");

    samples.put(node("node-b", "2026-01-01T00:00:00Z", false, "10.0.0.1", null));
    assertThat(address(samples)).isNull();
  }

  @Test
  void isReachedAtTheConfiguredHost() {
    Samples samples =
        new Samples("vms.example.net").put(machine(SAMPLE)).put(object(SAMPLE, "Service"));

    samples.put(node("node-a", "2026-01-01T00:00:00Z", true, "10.0.0.3", "203.0.113.3"));

    assertThat(address(samples)).isEqualTo("vms.example.net:31422");
  }

  @Test
  void isReachedAtTheMachinesOwnNodeWhereNoOtherAnswers() {
    ObjectNode service = object(SAMPLE, "Service");
    ((ObjectNode) service.get("spec")).put("externalTrafficPolicy", "Local");
    Samples samples = new Samples().put(machine(SAMPLE)).put(service);
    samples.put(node("node-a", "2026-01-02T00:00:00Z", true, "10.0.0.3", null));
    samples.put(node("node-b", "2026-01-01T00:00:00Z", true, "10.0.0.4", null));

    assertThat(address(samples)).isNull();
    samples.put(object(SAMPLE, "VirtualMachineInstance"));
    assertThat(address(samples)).isEqualTo("10.0.0.3:31422");
  }

  @Test
  void isReachedAtTheConfiguredHostOnlyIfThatLeadsToTheMachinesOwnNode() {
    ObjectNode service = object(SAMPLE, "Service");
    ((ObjectNode) service.get("spec")).put("externalTrafficPolicy", "Local");
    Samples samples = new Samples("vms.example.net").put(machine(SAMPLE)).put(service);
    samples.put(object(SAMPLE, "VirtualMachineInstance"));
    assertThat(address(samples)).isEqualTo("vms.example.net:31422");

    samples.put(node("node-a", "2026-01-02T00:00:00Z", true, "10.0.0.3", null));
    assertThat(address(samples)).isEqualTo("vms.example.net:31422");

    samples.put(node("node-b", "2026-01-01T00:00:00Z", true, "10.0.0.4", null));
    assertThat(address(samples)).isEqualTo("10.0.0.3:31422");

    samples.put(node("node-b", "2026-01-01T00:00:00Z", false, "10.0.0.4", null));
    assertThat(address(samples)).isEqualTo("vms.example.net:31422");
  }

  @Test
  void hasNoAddressWhileABalancerHasNotGivenOne() {
    ObjectNode service = service("ssh", "LoadBalancer");

    assertThat(published(service).accessAddress()).isNull();
    ArrayNode ingress = ((ObjectNode) service.at("/status/loadBalancer")).putArray("ingress");
    ingress.addObject().put("hostname", "lb.example.net");
    assertThat(published(service).accessAddress()).isEqualTo("lb.example.net:22");
    ((ObjectNode) ingress.get(0)).put("ip", "2001:db8::7");
    assertThat(published(service).accessAddress()).isEqualTo("[2001:db8::7]:22");
  }

  @Test
  void hasNoAddressWithoutAClusterIp() {
    ObjectNode service = service("ssh", "ClusterIP");
    assertThat(published(service).accessAddress()).isEqualTo("10.96.41.7:22");

    ((ObjectNode) service.get("spec")).put("clusterIP", "None");
    assertThat(published(service).accessAddress()).isNull();
  }

  @Test
  void prefersWhatIsReachedFromOutsideThenTheOldestThenTheFirstByName() {
    Samples samples = new Samples().put(machine(SAMPLE));
    samples.put(at(service("z-inner", "ClusterIP"), "2026-01-01T00:00:00Z"));
    assertThat(serviceName(samples)).isEqualTo("z-inner");
    samples.put(at(service("y-young", "LoadBalancer"), "2026-03-01T00:00:00Z"));
    assertThat(serviceName(samples)).isEqualTo("y-young");
    samples.put(at(service("x-old", "NodePort"), "2026-02-01T00:00:00Z"));
    assertThat(serviceName(samples)).isEqualTo("x-old");
    samples.put(at(service("w-old", "NodePort"), "2026-02-01T00:00:00Z"));
    assertThat(serviceName(samples)).isEqualTo("w-old");
    samples.remove(service("w-old", "NodePort"));
    assertThat(serviceName(samples)).isEqualTo("x-old");
  }

  @Test
  void touchesTheMachinesItLedToAndThoseItLeadsTo() {
    Samples samples = new Samples().put(machine(SAMPLE)).put(machine("02-stopped"));
    ObjectNode service = service("ssh", "ClusterIP");
    samples.put(service);
    samples.ledger().takeBatch();

    ((ObjectNode) service.at("/spec/selector")).put("vmi.kubevirt.io/id", "batch-2");
    samples.put(service);

    assertThat(samples.ledger().takeBatch().changed())
        .extracting(vm -> vm.name().name() + " " + (vm.service() != null))
        .containsExactlyInAnyOrder("web-1 false", "batch-2 true");
  }

  private static Vm running(ObjectNode service) {
    return new Samples()
        .put(machine(SAMPLE))
        .put(object(SAMPLE, "VirtualMachineInstance"))
        .put(service)
        .vm();
  }

  private static PublishedService published(ObjectNode service) {
    return Optional.ofNullable(running(service).service()).orElseThrow();
  }

  private static @Nullable String address(Samples samples) {
    PublishedService service = samples.ledger().joinAll().getFirst().service();
    return service == null ? "no service" : service.accessAddress();
  }

  private static @Nullable String serviceName(Samples samples) {
    PublishedService service = samples.ledger().joinAll().getFirst().service();
    return service == null ? null : service.name();
  }

  private static ObjectNode service(String name, String type) {
    ObjectNode service = object(SAMPLE, "Service");
    ((ObjectNode) service.get("metadata")).put("name", name).remove("ownerReferences");
    ((ObjectNode) service.get("spec")).put("type", type);
    return service;
  }

  private static ObjectNode at(ObjectNode service, String created) {
    ((ObjectNode) service.get("metadata")).put("creationTimestamp", created);
    return service;
  }

  private static JsonNode node(
      String name, String created, boolean ready, String internal, @Nullable String external) {
    ObjectNode node = Samples.JSON.createObjectNode();
    node.put("kind", "Node");
    node.putObject("metadata").put("name", name).put("creationTimestamp", created);
    ObjectNode status = node.putObject("status");
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", ready ? "True" : "False");
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", internal);
    if (external != null) {
      addresses.addObject().put("type", "ExternalIP").put("address", external);
    }
    return node;
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
