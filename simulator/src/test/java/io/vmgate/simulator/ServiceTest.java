package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceTest {
  private static final String SERVICES = "/api/v1/namespaces/default/services";
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
  private static final String[] MERGE = {"Content-Type", "application/merge-patch+json"};

  private final AtomicInteger count = new AtomicInteger();
  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|spec.ports: Required value",
        "{'type':'Nodeport','ports':[{'port':80}]}|spec.type: Unsupported value: \"Nodeport\": supported values:"
            + " \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"",
        "{'ports':[{'port':0}]}|[spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive,"
            + " spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]",
        "{'ports':[{'port':65536,'targetPort':1}]}|spec.ports[0].port: Invalid value: 65536: must be between 1 and"
            + " 65535, inclusive",
        "{'ports':[{'port':80,'protocol':'HTTP'}]}|spec.ports[0].protocol: Unsupported value: \"HTTP\": supported"
            + " values: \"SCTP\", \"TCP\", \"UDP\"",
        "{'ports':[{'port':80,'targetPort':'a_b'}]}|spec.ports[0].targetPort: Invalid value: \"a_b\": must contain only"
            + " alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        "{'ports':[{'port':80},{'port':81}]}|[spec.ports[0].name: Required value, spec.ports[1].name: Required value]",
        "{'ports':[{'name':'a','port':80},{'name':'a','port':81}]}|spec.ports[1].name: Duplicate value: \"a\"",
        "{'ports':[{'name':'a','port':80},{'name':'b','port':80}]}|spec.ports[1]: Duplicate value: core.ServicePort{"
            + "Name:\"\", Protocol:\"TCP\", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0,"
            + " IntVal:0, StrVal:\"\"}, NodePort:0}",
        "{'ports':[{'port':80,'nodePort':30080}]}|spec.ports[0].nodePort: Forbidden: may not be used when `type` is"
            + " 'ClusterIP'",
        "{'type':'NodePort','ports':[{'port':80,'nodePort':80}]}|spec.ports[0].nodePort: Invalid value: 80: provided"
            + " port is not in the valid range. The range of valid ports is 30000-32767",
        "{'type':'NodePort','clusterIP':'None','ports':[{'port':80}]}|spec.clusterIPs[0]: Invalid value: \"None\": may"
            + " not be set to 'None' for NodePort services",
        "{'clusterIP':'10.96','ports':[{'port':80}]}|spec.clusterIPs[0]: Invalid value: \"10.96\": must be a valid IP"
            + " address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
        "{'ports':[{'port':80}],'loadBalancerSourceRanges':['10.0.0.0/8']}|spec.loadBalancerSourceRanges: Forbidden:"
            + " may only be used when `type` is 'LoadBalancer'",
        "{'type':'LoadBalancer','ports':[{'port':80}],'loadBalancerSourceRanges':['10.0.0.0/33']}|"
            + "spec.loadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0/33\": must be a valid CIDR value, (e.g."
            + " 10.9.8.0/24 or 2001:db8::/64)",
      })
  void refusesAServiceThatBreaksARule(String spec, String why) {
    String name = fresh();
    assertThat(refused("POST", SERVICES, named(name, spec), 422))
        .isEqualTo("Service \"" + name + "\" is invalid: " + why);
    assertThat(client.get(SERVICES + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void wantsANameThatIsALabel() {
    assertThat(refused("POST", SERVICES, named("1st", "{'ports':[{'port':80}]}"), 422))
        .startsWith(
            "Service \"1st\" is invalid: metadata.name: Invalid value: \"1st\": a DNS-1035");
    assertThat(refused("POST", SERVICES, named("a.b", "{'ports':[{'port':80}]}"), 422))
        .contains("a DNS-1035 label");
    assertThat(refused("POST", SERVICES, named("a".repeat(64), "{'ports':[{'port':80}]}"), 422))
        .endsWith("must be no more than 63 characters");
  }

  @Test
  void cutsAGeneratedNameToALabel() {
    String body =
        "{'metadata':{'generateName':'" + "a".repeat(70) + "'},'spec':{'ports':[{'port':80}]}}";
    ApiClient.Answer answer = client.send("POST", SERVICES, body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(Json.name(answer.json())).hasSize(63).startsWith("a".repeat(58));
  }

  @Test
  void refusesPortsThatAreNoNumbers() {
    assertThat(refused("POST", SERVICES, named(fresh(), "{'ports':[{'port':'80'}]}"), 400))
        .contains("cannot be handled as a Service");
    assertThat(refused("POST", SERVICES, named(fresh(), "{'ports':80}"), 400))
        .contains("cannot be handled as a Service");
  }

  @Test
  void sharesANodePortAmongProtocolsOfOneServiceOnly() {
    JsonNode both =
        created(
            "{'type':'NodePort','ports':[{'name':'t','port':53},{'name':'u','port':53,'protocol':'UDP'}]}");
    int port = nodePort(both, 0);
    assertThat(nodePort(both, 1)).isEqualTo(port);
    String udp =
        "{'type':'NodePort','ports':[{'port':53,'protocol':'UDP','nodePort':" + port + "}]}";
    assertThat(refused("POST", SERVICES, named(fresh(), udp), 422))
        .endsWith(
            "spec.ports[0].nodePort: Invalid value: "
                + port
                + ": provided port is already allocated");
  }

  @Test
  void sharesNoNodePortAmongDifferentPortsOfANewService() {
    String spec =
        "{'type':'NodePort','ports':[{'name':'t','port':53,'nodePort':30013},"
            + "{'name':'u','port':54,'protocol':'UDP','nodePort':30013}]}";
    assertThat(refused("POST", SERVICES, named(fresh(), spec), 422))
        .endsWith(
            "spec.ports[1].nodePort: Invalid value: 30013: provided port is already allocated");

    JsonNode shared = created(spec.replace("54", "53"));
    assertThat(nodePort(shared, 1)).isEqualTo(30013);
  }

  @Test
  void freesNodePortsWithTheTypeAndTheService() {
    JsonNode first = created("{'type':'NodePort','ports':[{'port':80}]}");
    String wanted =
        "{'type':'NodePort','ports':[{'port':80,'nodePort':" + nodePort(first, 0) + "}]}";
    JsonNode closed = patched(Json.name(first), "{'spec':{'type':'ClusterIP'}}");
    assertThat(Json.at(closed, "spec", "ports").path(0).has("nodePort")).isFalse();
    assertThat(closed.path("spec").has("externalTrafficPolicy")).isFalse();

    JsonNode second = created(wanted);
    assertThat(refused("POST", SERVICES, named(fresh(), wanted), 422))
        .contains("already allocated");
    client.send("DELETE", SERVICES + "/" + Json.name(second), "");
    assertThat(nodePort(created(wanted), 0)).isEqualTo(nodePort(first, 0));
  }

  @Test
  void findsWhatANewServiceWantsTakenBeforeItSeesANamesake() {
    String body = named(fresh(), "{'type':'NodePort','ports':[{'port':80,'nodePort':30012}]}");
    assertThat(client.send("POST", SERVICES, body).status()).isEqualTo(201);

    assertThat(refused("POST", SERVICES, body, 422))
        .endsWith("nodePort: Invalid value: 30012: provided port is already allocated");
    assertThat(refused("POST", SERVICES, body.replace(",\"nodePort\":30012", ""), 409))
        .endsWith("already exists");
  }

  @Test
  void keepsWhatItGaveWhenAServiceIsReplaced() {
    JsonNode service = created("{'type':'NodePort','ports':[{'port':80}]}");
    String body = named(Json.name(service), "{'type':'NodePort','ports':[{'port':81}]}");
    JsonNode replaced = client.send("PUT", SERVICES + "/" + Json.name(service), body).json();
    assertThat(nodePort(replaced, 0)).isEqualTo(nodePort(service, 0));
    assertThat(Json.text(replaced, "spec", "clusterIP"))
        .isEqualTo(Json.text(service, "spec", "clusterIP"));
  }

  @Test
  void refusesAnotherClusterAddress() {
    JsonNode service = created("{'ports':[{'port':80}]}");
    String address = Json.text(service, "spec", "clusterIP");
    assertThat(
            refused(
                "PATCH",
                SERVICES + "/" + Json.name(service),
                "{'spec':{'clusterIP':'10.96.255.1'}}",
                422,
                MERGE))
        .endsWith(
            "spec.clusterIPs[0]: Invalid value: []string{\"10.96.255.1\"}: may not change once set");
    assertThat(
            refused(
                "POST",
                SERVICES,
                named(fresh(), "{'clusterIP':'" + address + "','ports':[{'port':80}]}"),
                422))
        .contains("provided IP is already allocated");
    assertThat(
            refused(
                "POST",
                SERVICES,
                named(fresh(), "{'clusterIP':'10.97.0.1','ports':[{'port':80}]}"),
                422))
        .contains("is not in the valid range");
  }

  @Test
  void letsAHeadlessServiceHaveNeitherAddressNorPorts() {
    JsonNode service = created("{'clusterIP':'None'}");
    assertThat(Json.text(service, "spec", "clusterIP")).isEqualTo("None");
    assertThat(created("{'clusterIP':'None'}").path("status").has("loadBalancer")).isTrue();
  }

  @Test
  void givesEachOfManyWritersAPortOfItsOwn() throws Exception {
    List<Callable<JsonNode>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      writers.add(() -> created("{'type':'NodePort','ports':[{'port':80}]}"));
    }
    Set<Integer> ports = new java.util.HashSet<>();
    Set<String> addresses = new java.util.HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<JsonNode> written : threads.invokeAll(writers, 60, TimeUnit.SECONDS)) {
        ports.add(nodePort(written.get(), 0));
        addresses.add(Json.text(written.get(), "spec", "clusterIP"));
      }
    }
    assertThat(ports).hasSize(40);
    assertThat(addresses).hasSize(40);
  }

  @Test
  void takesNothingInADryRun() {
    String wanted = "{'type':'NodePort','ports':[{'port':80,'nodePort':30011}]}";
    assertThat(client.send("POST", SERVICES + "?dryRun=All", named(fresh(), wanted)).status())
        .isEqualTo(201);
    assertThat(nodePort(created(wanted), 0)).isEqualTo(30011);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'cidr':'10.0.0.0'}|spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"10.0.0.0\": must be a valid CIDR"
            + " value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
        "{}|spec.ingress[0].from[0].ipBlock.cidr: Required value",
        "{'cidr':'10.0.0.0/8','except':['11.0.0.0/16']}|spec.ingress[0].from[0].ipBlock.except[0]: Invalid value:"
            + " \"11.0.0.0/16\": must be a strict subset of `cidr`",
        "{'cidr':'10.0.0.0/8','except':['10.0.0.0/8']}|spec.ingress[0].from[0].ipBlock.except[0]: Invalid value:"
            + " \"10.0.0.0/8\": must be a strict subset of `cidr`",
      })
  void refusesAPolicyWithAWrongRange(String block, String why) {
    String name = fresh();
    String spec = "{'podSelector':{},'ingress':[{'from':[{'ipBlock':" + block + "}]}]}";
    assertThat(refused("POST", POLICIES, named(name, spec), 422))
        .isEqualTo("NetworkPolicy.networking.k8s.io \"" + name + "\" is invalid: " + why);
  }

  @Test
  void takesAPolicyWithRanges() {
    String spec =
        """
        {'podSelector':{'matchLabels':{'vmi.kubevirt.io/id':'web-1'}},'ingress':[{'ports':[{'port':22}],
         'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.1.0.0/16']}},{'ipBlock':{'cidr':'2001:db8::/64'}}]}]}
        """;
    ApiClient.Answer answer = client.send("POST", POLICIES, named(fresh(), spec));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(Json.at(answer.json(), "spec", "policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    assertThat(
            refused(
                "PATCH",
                POLICIES + "/" + Json.name(answer.json()),
                "{'spec':{'ingress':[{'from':[{}]}]}}",
                422,
                MERGE))
        .endsWith("spec.ingress[0].from[0]: Required value: must specify a peer");
  }

  private JsonNode created(String spec) {
    ApiClient.Answer answer = client.send("POST", SERVICES, named(fresh(), spec));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode patched(String name, String patch) {
    ApiClient.Answer answer =
        client.send("PATCH", SERVICES + "/" + name, patch.replace('\'', '"'), MERGE);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String refused(String method, String path, String body, int status, String... headers) {
    ApiClient.Answer answer = client.send(method, path, body.replace('\'', '"'), headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return Json.text(answer.json(), "message");
  }

  private String fresh() {
    return "s-" + count.incrementAndGet();
  }

  private static String named(String name, String spec) {
    return ("{'metadata':{'name':'" + name + "'},'spec':" + spec + "}").replace('\'', '"');
  }

  private static int nodePort(JsonNode service, int index) {
    return Json.at(service, "spec", "ports").path(index).path("nodePort").intValue(0);
  }
}
