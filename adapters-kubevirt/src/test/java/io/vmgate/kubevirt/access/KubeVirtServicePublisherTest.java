package io.vmgate.kubevirt.access;

import static io.vmgate.testkit.access.Publications.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgate.application.access.ServicePublisher.Made;
import io.vmgate.application.access.ServicePublisher.Publication;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmFailure;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.Publications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is sent, and what is made of each answer. */
class KubeVirtServicePublisherTest {
  private static final VmId ID = SimulatedCluster.ID;
  private static final VmName WEB = SimulatedCluster.WEB;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** For calls that are not answered at all. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final String MACHINE =
      "GET /apis/kubevirt.io/v1/namespaces/shop/virtualmachines/web-1";
  private static final String RUN =
      "GET /apis/kubevirt.io/v1/namespaces/shop/virtualmachineinstances/web-1";
  private static final String PODS = "GET /api/v1/namespaces/shop/pods";
  private static final String VERSION = "GET /apis/subresources.kubevirt.io/v1/version";
  private static final String CREATE = "POST /api/v1/namespaces/shop/services";
  private static final String LOOK = "GET /api/v1/namespaces/shop/services/web-1-ssh";
  private static final String DELETE = "DELETE /api/v1/namespaces/shop/services/web-1-ssh";
  private static final UUID REQUEST = new UUID(1, 1);
  private static final ServiceId MADE = new ServiceId(new UUID(5, 5));

  private static final String PORT_TAKEN =
      """
      {"reason": "Invalid", "message": "Service is invalid", "details": {"causes": [
        {"reason": "FieldValueInvalid", "field": "spec.ports[1].nodePort",
         "message": "Invalid value: 31443: provided port is already allocated"}]}}
      """;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private ScriptedApi api;
  private KubeVirtServicePublisher publisher;

  @BeforeEach
  void start() throws IOException {
    api = new ScriptedApi(folder);
    api.answer(MACHINE, 200, SimulatedCluster.machine(ID, WEB));
    publisher = waiting(PATIENCE);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void writesAllThatThePlatformKnows() {
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(
        publication()
            .until(Instant.parse("2027-01-01T00:00:00Z"))
            .from("10.0.0.0/8", "192.0.2.7")
            .with("{\"a\":1}")
            .leading(new PortMapping(null, Transport.UDP, 53, 5_353, 30_053))
            .build());

    assertThat(sent())
        .isEqualTo(
            SimulatedCluster.json(
                """
                {"apiVersion": "v1", "kind": "Service",
                 "metadata": {"name": "web-1-ssh", "namespace": "shop",
                   "labels": {"vmgate.io/managed-by": "vmgate",
                     "app.kubernetes.io/managed-by": "vmgate",
                     "vmgate.io/vm": "%1$s"},
                   "ownerReferences": [{"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine",
                     "name": "web-1", "uid": "%1$s", "controller": true,
                     "blockOwnerDeletion": false}],
                   "annotations": {"vmgate.io/request": "%2$s", "vmgate.io/made-by": "ann",
                     "vmgate.io/expires-at": "2027-01-01T00:00:00Z",
                     "vmgate.io/allow-from": "10.0.0.0/8,192.0.2.7/32",
                     "vmgate.io/extra": "{\\"a\\":1}"}},
                 "spec": {"type": "NodePort", "selector": {"vmi.kubevirt.io/id": "web-1"},
                   "ports": [{"protocol": "UDP", "port": 53, "targetPort": 5353,
                     "nodePort": 30053}],
                   "externalTrafficPolicy": "Local"}}
                """
                    .formatted(ID, REQUEST)));
  }

  @Test
  void leavesToTheClusterWhatNobodySaid() {
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(publication().build());

    assertThat(sent().get("spec"))
        .isEqualTo(
            SimulatedCluster.json(
                """
                {"type": "NodePort", "selector": {"vmi.kubevirt.io/id": "web-1"},
                 "ports": [{"protocol": "TCP", "port": 22, "targetPort": 22}]}
                """));
    assertThat(sent().at("/metadata/annotations").propertyNames())
        .containsExactly("vmgate.io/request", "vmgate.io/made-by");
  }

  @Test
  void givesNoPortANameThatAnotherHas() {
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(
        publication()
            .leading(
                tcp(80, 80),
                new PortMapping("tcp-80", Transport.TCP, 81, 81, null),
                new PortMapping("tcp-80-2", Transport.TCP, 82, 82, null),
                tcp(83, 83))
            .build());

    assertThat(sent().at("/spec/ports").valueStream())
        .extracting(port -> port.path("name").asString())
        .containsExactly("tcp-80-3", "tcp-80", "tcp-80-2", "tcp-83");
  }

  @ParameterizedTest
  @CsvSource({
    "NODE_PORT, true, false",
    "LOAD_BALANCER, false, true",
    "CLUSTER_IP, false, false",
  })
  void restrictsEachTypeInItsWay(ServiceType type, boolean isLocal, boolean hasRanges) {
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(publication().typed(type).from("10.0.0.0/8").build());

    assertThat(sent().at("/spec").has("externalTrafficPolicy")).isEqualTo(isLocal);
    assertThat(sent().at("/spec/loadBalancerSourceRanges").toString())
        .isEqualTo(hasRanges ? "[\"10.0.0.0/8\"]" : "");
    assertThat(sent().at("/spec/allocateLoadBalancerNodePorts").toString())
        .isEqualTo(hasRanges ? "false" : "");
  }

  @Test
  void keepsThePortsOfTheNodesOfABalancerThatIsForAllOrWhoseAreAskedFor() {
    api.answer(CREATE, 201, made(REQUEST));
    Publications balanced = publication().typed(ServiceType.LOAD_BALANCER);

    publisher.publish(balanced.build());
    publisher.publish(
        balanced
            .from("10.0.0.0/8")
            .leading(new PortMapping(null, Transport.TCP, 80, 80, 30_080))
            .build());

    assertThat(api.bodies(CREATE))
        .hasSize(2)
        .noneMatch(body -> body.contains("allocateLoadBalancerNodePorts"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1.9.0          | {"vmi.kubevirt.io/id":"web-1"}
          v1.7.0-rc.1     | {"vmi.kubevirt.io/id":"web-1"}
          v1.10.2         | {"vmi.kubevirt.io/id":"web-1"}
          v2.0.0          | {"vmi.kubevirt.io/id":"web-1"}
          {gitVersion}    | {"vmi.kubevirt.io/id":"web-1"}
          v1.6.3          | {"kubevirt.io/vm":"web-1","vm.kubevirt.io/name":"web-1"}
          v0.59.0         | {"kubevirt.io/vm":"web-1","vm.kubevirt.io/name":"web-1"}
          """)
  void selectsAsTheClustersKubeVirtMarksPods(String version, String selector) {
    api.answer(VERSION, 200, "{\"gitVersion\": \"" + version + "\"}");
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(publication().build());

    assertThat(sent().at("/spec/selector").toString()).isEqualTo(selector);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1.6.3 | {"vmi.kubevirt.io/id":"web-1"} |                               | {"vmi.kubevirt.io/id":"web-1"}
          v1.9.0 | {"kubevirt.io/vm":"web-1"}     |                               | {"kubevirt.io/vm":"web-1","vm.kubevirt.io/name":"web-1"}
          v1.9.0 | {"kubevirt.io/vm":"other"}     |                               | {"vm.kubevirt.io/name":"web-1"}
          v1.9.0 | {"a":"b"}                      | {"vmi.kubevirt.io/id":"web-1"} | {"vm.kubevirt.io/name":"web-1"}
          """)
  void selectsAsTheMachinesPodsAreMarked(
      String version, String labels, @Nullable String ofASecond, String selector) {
    api.answer(VERSION, 200, "{\"gitVersion\": \"" + version + "\"}");
    api.answer(RUN, 200, "{\"metadata\": {\"uid\": \"0-1\"}}");
    String over = pod("Succeeded", "{}");
    String second = ofASecond == null ? over : over + "," + pod("Running", ofASecond);
    api.answer(PODS, 200, "{\"items\": [" + pod("Running", labels) + "," + second + "]}");
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(publication().build());

    assertThat(sent().at("/spec/selector").toString()).isEqualTo(selector);
  }

  @Test
  void goesByTheVersionWherePodsAreNotShown() {
    api.answer(RUN, 200, "{\"metadata\": {\"uid\": \"0-1\"}}").answer(PODS, 403, "{}");
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(publication().build());

    assertThat(sent().at("/spec/selector").toString())
        .isEqualTo("{\"vmi.kubevirt.io/id\":\"web-1\"}");
  }

  @Test
  void makesNothingWhileNobodyTellsHowPodsAreMarked() {
    api.answer(RUN, 200, "{\"metadata\": {\"uid\": \"0-1\"}}").answer(PODS, 503, "{}");

    assertThat(failure()).isInstanceOf(PlatformFailure.ClusterUnreachable.class);
    assertThat(api.bodies(CREATE)).isEmpty();
  }

  @Test
  void asksForTheVersionAgainAfterAWhile() {
    api.answer(VERSION, 200, "{\"gitVersion\": \"v1.6.0\"}");
    api.answer(CREATE, 201, made(REQUEST));
    publisher.publish(publication().build());
    publisher.publish(publication().build());
    assertThat(api.bodies(VERSION)).hasSize(1);

    clock.advance(Duration.ofMinutes(6));
    publisher.publish(publication().build());

    assertThat(api.bodies(VERSION)).hasSize(2);
  }

  @Test
  void selectsByTheHostNameOfAMachineThatHasAnother() {
    ObjectNode machine = SimulatedCluster.json(SimulatedCluster.machine(ID, WEB));
    ObjectNode template = (ObjectNode) machine.at("/spec/template");
    template.withObject("/spec").put("hostname", "shop-front");
    template.withObject("/metadata").putObject("labels").put("kubevirt.io/vm", "another");
    VmName name = new VmName("shop", "web-2");
    api.answer(MACHINE.replace("web-1", "web-2"), 200, machine.toString());
    api.answer(VERSION, 200, "{\"gitVersion\": \"v1.5.0\"}");
    api.answer(CREATE, 201, made(REQUEST));

    publisher.publish(Publications.of(ID, name).named("web-1-ssh").build());

    assertThat(sent().at("/spec/selector").toString())
        .isEqualTo("{\"vm.kubevirt.io/name\":\"shop-front\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TCP | 22   | {"masquerade":{},"ports":[{"port":22}]}                  | false
          UDP | 22   | {"masquerade":{},"ports":[{"port":22}]}                  | true
          UDP | 22   | {"masquerade":{},"ports":[{"port":22,"protocol":"UDP"}]} | false
          TCP | 23   | {"bridge":{},"ports":[{"port":22}]}                      | true
          TCP | 23   | {"masquerade":{},"ports":[]}                             | false
          TCP | 23   | {"masquerade":{}}                                        | false
          TCP | 23   | {"masquerade":{},"ports":null}                           | false
          TCP | 23   | {"passt":{},"ports":[{"port":22}]}                       | false
          """)
  void tellsWhichPortsTheCardLeavesOut(
      Transport transport, int port, String card, boolean isLeftOut) {
    ObjectNode machine = SimulatedCluster.json(SimulatedCluster.machine(ID, WEB));
    ObjectNode written = SimulatedCluster.json(card).put("name", "default");
    ((ObjectNode) machine.at("/spec/template/spec/domain/devices"))
        .putArray("interfaces")
        .add(written);
    VmName name = new VmName("shop", "web-2");
    api.answer(MACHINE.replace("web-1", "web-2"), 200, machine.toString());
    api.answer(CREATE, 201, made(REQUEST));
    Publication publication =
        Publications.of(ID, name).leading(new PortMapping(null, transport, 1, port, null)).build();

    assertThat(publisher.publish(publication).portsNotForwarded())
        .isEqualTo(isLeftOut ? List.of(port) : List.of());
  }

  @Test
  void looksAtTheCardThatIsOnThePodsOwnNetwork() {
    ObjectNode machine = SimulatedCluster.json(SimulatedCluster.machine(ID, WEB));
    ObjectNode network = (ObjectNode) machine.at("/spec/template/spec/networks/1");
    network.remove("pod");
    network.putObject("multus").put("networkName", "flat").put("default", true);
    VmName name = new VmName("shop", "web-2");
    api.answer(MACHINE.replace("web-1", "web-2"), 200, machine.toString());
    api.answer(CREATE, 201, made(REQUEST));
    Publication publication = Publications.of(ID, name).leading(tcp(1, 8_080)).build();

    assertThat(publisher.publish(publication).portsNotForwarded()).containsExactly(8_080);
  }

  @Test
  void findsWhatAnAnswerThatNeverCameHasMade() {
    publisher = waiting(SHORT);
    api.ignore(CREATE).answer(LOOK, 200, made(REQUEST));

    assertThat(publisher.publish(publication().build()).id()).isEqualTo(MADE);
  }

  @Test
  void findsWhatACutConnectionHasMade() {
    api.cut(CREATE).answer(LOOK, 200, made(REQUEST));

    assertThat(publisher.publish(publication().build()).id()).isEqualTo(MADE);
  }

  @Test
  void saysThatNobodyKnowsWhenNothingWasMadeYet() {
    api.cut(CREATE).answer(LOOK, 404, "{}");

    assertThat(failure()).isEqualTo(new PlatformFailure.ClusterTimedOut(PATIENCE));
    assertThat(api.bodies(LOOK)).hasSize(1);
  }

  @Test
  void saysThatNobodyKnowsWhenAnotherRequestMadeIt() {
    publisher = waiting(SHORT);
    api.ignore(CREATE).answer(LOOK, 200, made(new UUID(8, 8)));

    assertThat(failure()).isEqualTo(new PlatformFailure.ClusterTimedOut(SHORT));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void looksOnceAfterAnAnswerInDoubt(int code) {
    api.answer(CREATE, code, "{\"message\": \"etcd is away\"}").answer(LOOK, 404, "{}");

    assertThat(failure())
        .isInstanceOfSatisfying(
            PlatformFailure.ClusterUnreachable.class,
            away -> assertThat(away.reason()).contains("etcd is away"));
    assertThat(api.bodies(LOOK)).hasSize(1);
  }

  @Test
  void saysThatNobodyKnowsWhenTheServerWasLateOrStaysAway() {
    api.answer(CREATE, 504, "{}").answer(CREATE, 503, "{}");
    api.answer(LOOK, 404, "{}").answer(LOOK, 503, "{}");

    assertThat(failure()).isEqualTo(new PlatformFailure.ClusterTimedOut(PATIENCE));
    assertThat(failure()).isEqualTo(new PlatformFailure.ClusterTimedOut(PATIENCE));
  }

  @Test
  void takesTheNameForTakenByWhateverIsNotItsAnswer() {
    String exists = "{\"reason\": \"AlreadyExists\", \"message\": \"already exists\"}";
    String foreign = made(REQUEST).replace("\"vmgate\"", "\"helm\"");
    String ofAnother = made(REQUEST).replace(ID.toString(), new UUID(6, 6).toString());
    String leaving =
        made(REQUEST)
            .replace("\"uid\"", "\"deletionTimestamp\": \"2026-01-01T00:00:00Z\", \"uid\"");
    api.answer(CREATE, 409, exists);
    for (String present : List.of(made(new UUID(8, 8)), foreign, ofAnother, leaving)) {
      api.answer(LOOK, 200, present);
    }

    for (int i = 0; i < 4; i++) {
      assertThat(failure()).isEqualTo(new AccessFailure.NameTaken("web-1-ssh"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | Service in version v1 cannot be handled         | ClusterRefused
          401 | Unauthorized                                    | ClusterUnreachable
          403 | services is forbidden: User x cannot create     | ClusterRefused
          409 | Operation cannot be fulfilled on services: busy | ClusterRefused
          413 | too large                                       | ClusterRefused
          422 | Service is invalid: the provided port is not in the valid range. The range of valid ports is 30000-32767 | ClusterRefused
          429 | Too many requests                               | ClusterRefused
          """)
  void passesOnWhatTheClusterRefuses(int code, String words, String failure) {
    api.answer(CREATE, code, "{\"message\": \"" + words + "\"}");

    assertThat(failure().getClass().getSimpleName()).isEqualTo(failure);
    assertThat(api.bodies(LOOK)).isEmpty();
  }

  @Test
  void knowsThePortThatIsTaken() {
    api.answer(CREATE, 422, PORT_TAKEN).answer(LOOK, 404, "{}");

    assertThat(failure(onNodes())).isEqualTo(new AccessFailure.NodePortTaken(1, 31_443));
  }

  @Test
  void takesAPortThatItHasAlreadyForItsAnswer() {
    api.answer(CREATE, 422, PORT_TAKEN).answer(LOOK, 200, made(REQUEST));

    assertThat(publisher.publish(onNodes()).id()).isEqualTo(MADE);
  }

  @Test
  void takesTheNameForTakenWhenThePortIsAnothersOfThatName() {
    api.answer(CREATE, 422, PORT_TAKEN).answer(LOOK, 200, made(new UUID(8, 8)));

    assertThat(failure(onNodes())).isEqualTo(new AccessFailure.NameTaken("web-1-ssh"));
  }

  @Test
  void saysSoWhenNobodyTellsWhoHasThePort() {
    api.answer(CREATE, 422, PORT_TAKEN).answer(LOOK, 503, "{}");

    assertThat(failure(onNodes())).isInstanceOf(PlatformFailure.ClusterUnreachable.class);
  }

  @Test
  void knowsThatNamespaceAndMachineAreGone() {
    api.answer(CREATE, 404, "{\"message\": \"namespaces shop not found\"}");
    assertThat(failure()).isEqualTo(new VmFailure.NotFound(ID.toString()));

    VmId former = new VmId(new UUID(4, 4));
    assertThat(failure(Publications.of(former, WEB).build()))
        .isEqualTo(new VmFailure.NotFound(former.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "202, true",
    "404, false",
    "409, false",
  })
  void removesTheOneItMeans(int code, boolean wasThere) {
    api.answer(DELETE, code, "{}");

    assertThat(publisher.withdraw(service())).isEqualTo(wasThere);
    assertThat(api.bodies(DELETE))
        .containsExactly(
            "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\""
                + MADE
                + "\"}}");
  }

  @Test
  void neverRemovesWhatOthersMade() {
    AccessService service = service();
    AccessService ofOthers =
        new AccessService(
            service.id(),
            service.name(),
            service.type(),
            ID,
            WEB,
            service.ports(),
            null,
            List.of(),
            Readiness.UNKNOWN,
            service.createdAt(),
            null);

    assertThatThrownBy(() -> publisher.withdraw(ofOthers))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(api.bodies(DELETE)).isEmpty();
  }

  @Test
  void saysThatNobodyKnowsWhetherItWasRemoved() {
    publisher = waiting(SHORT);
    api.ignore(DELETE);

    FailureException failure =
        catchThrowableOfType(FailureException.class, () -> publisher.withdraw(service()));
    assertThat(failure.failure()).isEqualTo(new PlatformFailure.ClusterTimedOut(SHORT));
  }

  private KubeVirtServicePublisher waiting(Duration patience) {
    return new KubeVirtServicePublisher(api.client(), patience, clock);
  }

  private static Publications publication() {
    return Publications.of(ID, WEB).forRequest(REQUEST);
  }

  private static String pod(String phase, String labels) {
    return "{\"metadata\": {\"labels\": "
        + labels
        + "}, \"status\": {\"phase\": \""
        + phase
        + "\"}}";
  }

  private static Publication onNodes() {
    return publication()
        .leading(tcp(80, 80), new PortMapping("tls", Transport.TCP, 443, 443, 31_443))
        .build();
  }

  private static AccessService service() {
    Publication publication = publication().build();
    return Publications.shown(publication, new Made(MADE, List.of()));
  }

  private static String made(UUID request) {
    return """
    {"metadata": {"name": "web-1-ssh", "uid": "%s",
      "labels": {"vmgate.io/managed-by": "vmgate"},
      "annotations": {"vmgate.io/request": "%s"},
      "ownerReferences": [{"kind": "VirtualMachine", "name": "web-1", "uid": "%s"}]}}
    """
        .formatted(MADE, request, ID);
  }

  private JsonNode sent() {
    return SimulatedCluster.json(api.bodies(CREATE).getFirst());
  }

  private Failure failure() {
    return failure(publication().build());
  }

  private Failure failure(Publication publication) {
    FailureException failure =
        catchThrowableOfType(FailureException.class, () -> publisher.publish(publication));
    assertThat(failure).as("refused").isNotNull();
    return failure.failure();
  }
}
