package io.vmgate.kubevirt.vm;

import static io.vmgate.kubevirt.vm.JoinTest.machine;
import static io.vmgate.kubevirt.vm.JoinTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is shown of the services that lead to a machine. */
class AccessServiceTest {
  private static final String SAMPLE = "01-running-masquerade-multus";
  private static final VmId WEB = new VmId(UUID.fromString("a20a1375-9f2b-4c63-a92e-32ab6e4851cb"));
  private static final VmId OTHER =
      new VmId(UUID.fromString(machine("02-stopped").at("/metadata/uid").asString()));

  private final Samples samples =
      new Samples().read(Kinds.SLICES, true).put(machine(SAMPLE)).put(machine("02-stopped"));

  @Test
  void showsPortsAsTheClusterHasThem() {
    ObjectNode service = service("web");
    ArrayNode ports = ((ObjectNode) service.get("spec")).putArray("ports");
    ports.addObject().put("name", "http").put("port", 80).put("targetPort", 8_080);
    ports.addObject().put("name", "dns").put("port", 53).put("protocol", "UDP");
    ports.addObject().put("name", "word").put("port", 81).put("targetPort", "http-alt");
    ports.addObject().put("name", "ss7").put("port", 9).put("protocol", "SCTP").put("nodePort", 0);

    assertThat(only(service).ports())
        .containsExactly(
            new PortMapping("http", Transport.TCP, 80, 8_080, null),
            new PortMapping("dns", Transport.UDP, 53, 53, null),
            new PortMapping("word", Transport.TCP, 81, null, null),
            new PortMapping("ss7", Transport.SCTP, 9, 9, null));
  }

  @Test
  void isReadyWhenAnyEndpointIs() {
    samples.put(service("ssh"));
    assertThat(shown().readiness()).isEqualTo(Readiness.NOT_READY);

    samples.put(slice("ssh-1", "ssh", "10.244.1.5", true));
    samples.put(slice("ssh-2", "ssh", "fd00::5", true));
    assertThat(shown().readiness()).isEqualTo(Readiness.READY);
    assertThat(shown().endpoints()).containsExactlyInAnyOrder("10.244.1.5", "fd00::5");

    samples.put(slice("ssh-1", "ssh", "10.244.1.5", false));
    assertThat(shown().endpoints()).containsExactly("fd00::5");
    samples.remove(slice("ssh-2", "ssh", "fd00::5", true));
    assertThat(shown().readiness()).isEqualTo(Readiness.NOT_READY);
  }

  @Test
  void takesAnEndpointForReadyOfWhichNothingIsSaid() {
    samples.put(service("ssh")).put(slice("ssh-1", "ssh", "10.244.1.5", null));

    assertThat(shown().readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void saysWhetherServicesCanBeSeen() {
    samples.read(Kinds.SERVICES, true).put(service("ssh"));
    assertThat(shown()).isNotNull();
    assertThat(samples.services().areKnown()).isTrue();

    samples.read(Kinds.SERVICES, false);
    samples.ledger().takeBatch();
    samples.ledger().shown();
    assertThat(samples.services().areKnown()).isFalse();
    assertThat(samples.services().leadingTo(WEB)).isEmpty();
  }

  @Test
  void hasNothingBehindItOfOtherServices() {
    samples.put(service("ssh")).put(slice("web-1", "web", "10.244.1.5", true));
    ObjectNode elsewhere = slice("ssh-1", "ssh", "10.244.1.5", true);
    ((ObjectNode) elsewhere.get("metadata")).put("namespace", "elsewhere");
    samples.put(elsewhere);

    assertThat(shown().endpoints()).isEmpty();
  }

  @Test
  void knowsNothingOfEndpointsThatTheClusterDoesNotShow() {
    samples.put(service("ssh")).put(slice("ssh-1", "ssh", "10.244.1.5", true));
    shown();

    samples.read(Kinds.SLICES, false);
    assertThat(shown().readiness()).isEqualTo(Readiness.UNKNOWN);
    assertThat(shown().endpoints()).isEmpty();

    samples.read(Kinds.SLICES, true);
    assertThat(shown().readiness()).isEqualTo(Readiness.NOT_READY);
  }

  @Test
  void touchesNoMachineButTheOneConcerned() {
    samples.put(service("ssh"));
    shown();

    samples.put(slice("ssh-1", "ssh", "10.244.1.5", true));
    assertThat(samples.ledger().takeBatch().changed())
        .extracting(vm -> vm.id())
        .containsExactly(WEB);
    samples.put(slice("ssh-1", "ssh", "10.244.1.5", true));
    samples.put(slice("else-1", "else", "10.244.1.5", true));
    assertThat(samples.ledger().takeBatch().changed()).isEmpty();
  }

  @Test
  void keepsWhatThePlatformWroteOnItsOwn() {
    ObjectNode service = ours("ssh");
    ObjectNode annotations = (ObjectNode) service.at("/metadata/annotations");
    annotations.put("vmgate.io/made-by", "ann").put("vmgate.io/expires-at", "2027-01-01T00:00:00Z");
    annotations.put("vmgate.io/allow-from", "10.0.0.0/8,2001:db8::/32");
    annotations.put("vmgate.io/extra", "{\"a\":1}");

    assertThat(only(service).terms())
        .isEqualTo(
            new AccessTerms(
                new UUID(1, 2),
                "ann",
                Instant.parse("2027-01-01T00:00:00Z"),
                List.of(block("10.0.0.0/8"), block("2001:db8:0:0:0:0:0:0/32")),
                "{\"a\":1}"));
    assertThat(samples.services().ours()).containsExactly(shown());
  }

  @Test
  void takesWhatCannotBeReadForNotWritten() {
    ObjectNode service = ours("ssh");
    ObjectNode annotations = (ObjectNode) service.at("/metadata/annotations");
    annotations.put("vmgate.io/expires-at", "tomorrow").put("vmgate.io/extra", "{]");
    annotations.put("vmgate.io/allow-from", "nonsense,, 10.0.0.0/8 ,10.0.0.1/8");

    assertThat(only(service).terms())
        .isEqualTo(new AccessTerms(new UUID(1, 2), "", null, List.of(block("10.0.0.0/8")), null));
  }

  @ParameterizedTest
  @CsvSource({"label", "request", "badRequest", "owner", "otherOwner"})
  void isNotOursWithoutTheWholeProof(String missing) {
    ObjectNode service = ours("ssh");
    ObjectNode metadata = (ObjectNode) service.get("metadata");
    switch (missing) {
      case "label" -> ((ObjectNode) metadata.get("labels")).put("vmgate.io/managed-by", "other");
      case "request" -> ((ObjectNode) metadata.get("annotations")).remove("vmgate.io/request");
      case "badRequest" ->
          ((ObjectNode) metadata.get("annotations")).put("vmgate.io/request", "1-2-x");
      case "owner" -> metadata.remove("ownerReferences");
      default ->
          ((ObjectNode) metadata.at("/ownerReferences/0")).put("uid", UUID.randomUUID().toString());
    }

    assertThat(only(service).isOurs()).isFalse();
    assertThat(samples.services().ours()).isEmpty();
  }

  @Test
  void listsAllThatLeadToAMachineInOrder() {
    ObjectNode inner = service("a-inner");
    ((ObjectNode) inner.get("spec")).put("type", "ClusterIP");
    samples.put(inner).put(service("c-outer")).put(service("b-outer"));

    samples.ledger().joinAll();

    assertThat(samples.services().leadingTo(WEB))
        .extracting(AccessService::name)
        .containsExactly("b-outer", "c-outer", "a-inner");
    assertThat(samples.services().leadingTo(OTHER)).isEmpty();
  }

  @Test
  void goesWithItsMachine() {
    samples.put(service("ssh"));
    ServiceId id = shown().id();
    assertThat(samples.services().awaitShown(id, Duration.ZERO)).isTrue();

    samples.remove(machine(SAMPLE));
    samples.ledger().takeBatch();
    samples.ledger().shown();

    assertThat(samples.services().leadingTo(WEB)).isEmpty();
    assertThat(samples.services().awaitGone(id, Duration.ZERO)).isTrue();
  }

  @Test
  void movesFromMachineToMachine() {
    ObjectNode service = service("ssh");
    ((ObjectNode) service.get("metadata")).remove("ownerReferences");
    samples.put(service);
    ServiceId id = shown().id();

    ((ObjectNode) service.at("/spec/selector")).put("vmi.kubevirt.io/id", "batch-2");
    samples.put(service);
    samples.ledger().takeBatch();
    samples.ledger().shown();

    assertThat(samples.services().leadingTo(WEB)).isEmpty();
    assertThat(samples.services().leadingTo(OTHER))
        .extracting(AccessService::id)
        .containsExactly(id);
    assertThat(samples.services().awaitShown(id, Duration.ZERO)).isTrue();
  }

  private AccessService only(ObjectNode service) {
    samples.put(service);
    return shown();
  }

  private AccessService shown() {
    samples.ledger().takeBatch();
    samples.ledger().shown();
    return samples.services().leadingTo(WEB).getFirst();
  }

  private static AddressBlock block(String text) {
    return AddressBlock.parse(text).orElseThrow();
  }

  private static ObjectNode service(String name) {
    ObjectNode service = object(SAMPLE, "Service");
    ((ObjectNode) service.get("metadata"))
        .put("name", name)
        .put("uid", UUID.nameUUIDFromBytes(name.getBytes()).toString());
    return service;
  }

  private static ObjectNode ours(String name) {
    ObjectNode service = service(name);
    ObjectNode metadata = (ObjectNode) service.get("metadata");
    metadata.putObject("labels").put("vmgate.io/managed-by", "vmgate");
    metadata.putObject("annotations").put("vmgate.io/request", new UUID(1, 2).toString());
    return service;
  }

  private static ObjectNode slice(
      String name, String service, String address, @Nullable Boolean ready) {
    ObjectNode slice = Samples.JSON.createObjectNode().put("kind", "EndpointSlice");
    slice
        .putObject("metadata")
        .put("name", name)
        .put("namespace", "shop")
        .putObject("labels")
        .put("kubernetes.io/service-name", service);
    ObjectNode endpoint = slice.putArray("endpoints").addObject();
    endpoint.putArray("addresses").add(address);
    if (ready != null) {
      endpoint.putObject("conditions").put("ready", ready);
    }
    return slice;
  }
}
