package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What follows a service by itself: its slice, its load balancer, and its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SliceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String[] MERGE = {"Content-Type", "application/merge-patch+json"};

  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withPace(1000));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void hasSlicesOfPlantedServicesFromTheStart() {
    JsonNode slice = slice("shop", "web-1-ssh");
    JsonNode pod = pod("shop", "web-1");
    assertThat(Json.name(slice)).matches("web-1-ssh-[a-z0-9]{5}");
    assertThat(Json.text(slice, "addressType")).isEqualTo("IPv4");
    assertThat(Json.text(slice, "metadata", "labels", "app")).isEqualTo("web");
    JsonNode owner = Json.at(slice, "metadata", "ownerReferences").path(0);
    assertThat(Json.text(owner, "uid"))
        .isEqualTo(Json.uid(client.get("/api/v1/namespaces/shop/services/web-1-ssh").json()));
    assertThat(slice.path("ports").toString())
        .isEqualTo("[{\"name\":\"\",\"port\":22,\"protocol\":\"TCP\"}]");
    JsonNode endpoint = slice.path("endpoints").path(0);
    assertThat(slice.path("endpoints")).hasSize(1);
    assertThat(endpoint.path("conditions").toString())
        .isEqualTo("{\"ready\":true,\"serving\":true,\"terminating\":false}");
    assertThat(endpoint.path("addresses").path(0).stringValue(""))
        .isEqualTo(Json.text(pod, "status", "podIP"));
    assertThat(Json.text(endpoint, "nodeName")).isEqualTo(Json.text(pod, "spec", "nodeName"));
    assertThat(Json.text(endpoint, "targetRef", "uid")).isEqualTo(Json.uid(pod));
  }

  @Test
  void followsPauseAndStop() {
    String machine = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines/search";
    awaitReady("shop", "search-api", true);

    call("shop", "virtualmachineinstances/search/pause");
    awaitReady("shop", "search-api", false);
    call("shop", "virtualmachineinstances/search/unpause");
    awaitReady("shop", "search-api", true);

    client.send("PATCH", machine, "{\"spec\":{\"runStrategy\":\"Halted\"}}", MERGE);
    await().atMost(PATIENCE).until(() -> slice("shop", "search-api").path("endpoints").isNull());
    assertThat(slice("shop", "search-api").path("ports").isNull()).isTrue();

    client.send("PATCH", machine, "{\"spec\":{\"runStrategy\":\"Always\"}}", MERGE);
    awaitReady("shop", "search-api", true);
    assertThat(endpoint("shop", "search-api", "targetRef", "name"))
        .isEqualTo(Json.name(pod("shop", "search")));
  }

  @Test
  void followsAMigration() {
    String before = endpoint("payments", "gateway-public", "nodeName");
    client.send(
        "POST",
        "/apis/kubevirt.io/v1/namespaces/payments/virtualmachineinstancemigrations",
        "{\"metadata\":{\"name\":\"away\"},\"spec\":{\"vmiName\":\"gateway-a\"}}");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                slice("payments", "gateway-public").path("endpoints").size() == 1
                    && !endpoint("payments", "gateway-public", "nodeName").equals(before));
    assertThat(ready("payments", "gateway-public")).isTrue();
  }

  @Test
  void followsSelectorsAndLabels() {
    service("research", "by-label", "{'selector':{'find':'me'},'ports':[{'port':80}]}");
    await().atMost(PATIENCE).until(() -> slice("research", "by-label").has("endpoints"));
    assertThat(slice("research", "by-label").path("endpoints").isNull()).isTrue();

    String pod = "/api/v1/namespaces/research/pods/" + Json.name(pod("research", "notebook-li"));
    client.send("PATCH", pod, "{\"metadata\":{\"labels\":{\"find\":\"me\"}}}", MERGE);
    awaitReady("research", "by-label", true);
    client.send("PATCH", pod, "{\"metadata\":{\"labels\":{\"find\":null}}}", MERGE);
    await().atMost(PATIENCE).until(() -> slice("research", "by-label").path("endpoints").isNull());

    client.send(
        "PATCH",
        "/api/v1/namespaces/research/services/by-label",
        "{\"spec\":{\"selector\":{\"find\":null,\"vmi.kubevirt.io/id\":\"notebook-li\"},"
            + "\"ports\":[{\"port\":80,\"targetPort\":8080}]}}",
        MERGE);
    awaitReady("research", "by-label", true);
    assertThat(slice("research", "by-label").path("ports").path(0).path("port").intValue(0))
        .isEqualTo(8080);
  }

  @Test
  void keepsItsSliceAndTakesItAway() {
    service(
        "research",
        "kept",
        "{'selector':{'vmi.kubevirt.io/id':'notebook-schmidt'},'ports':[{'port':80}]}");
    awaitReady("research", "kept", true);
    String slices = "/apis/discovery.k8s.io/v1/namespaces/research/endpointslices/";
    String name = Json.name(slice("research", "kept"));
    client.send("DELETE", slices + name, "");
    awaitReady("research", "kept", true);
    String second = Json.name(slice("research", "kept"));
    assertThat(second).isNotEqualTo(name);

    client.send("DELETE", "/api/v1/namespaces/research/services/kept", "");
    assertThat(client.get(slices + second).status()).isEqualTo(404);
  }

  @Test
  void findsThePortByItsName() {
    JsonNode planted = pod("render-farm", "render-01");
    client.send(
        "PATCH",
        "/api/v1/namespaces/render-farm/pods/" + Json.name(planted),
        "[{\"op\":\"add\",\"path\":\"/spec/containers/0/ports\",\"value\":[{\"name\":\"web\",\"containerPort\":8081}]}]",
        "Content-Type",
        "application/json-patch+json");
    service(
        "render-farm",
        "named",
        "{'selector':{'vmi.kubevirt.io/id':'render-01'},'ports':[{'port':80,'targetPort':'web'}]}");
    awaitReady("render-farm", "named", true);
    assertThat(slice("render-farm", "named").path("ports").path(0).path("port").intValue(0))
        .isEqualTo(8081);
  }

  @Test
  void givesALoadBalancerItsAddressAfterAWhile() {
    service("research", "lb", "{'type':'LoadBalancer','ports':[{'port':80}]}");
    await().atMost(PATIENCE).until(() -> !ingress("lb").isMissingNode());
    assertThat(Json.text(ingress("lb"), "ip")).startsWith("192.0.2.");
    assertThat(Json.text(ingress("lb"), "ipMode")).isEqualTo("VIP");

    client.send(
        "PATCH",
        "/api/v1/namespaces/research/services/lb",
        "{\"spec\":{\"type\":\"NodePort\"}}",
        MERGE);
    assertThat(ingress("lb").isMissingNode()).isTrue();
  }

  @Test
  void givesALoadBalancerWhatItsAnnotationAsksFor() {
    assertThat(ingress("head-pending").isMissingNode()).isTrue();
    client.send(
        "PATCH",
        "/api/v1/namespaces/research/services/head-pending",
        "{\"metadata\":{\"annotations\":{\"simulator.vmgate.io/load-balancer\":\"hostname\"}}}",
        MERGE);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Json.text(ingress("head-pending"), "hostname")
                    .equals("head-pending-research.lb.example.net"));
  }

  @Test
  void takesAwayWhatAMachineOwns() {
    String machines = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines/";
    String owner =
        "'ownerReferences':[{'apiVersion':'kubevirt.io/v1','kind':'VirtualMachine','name':'cart-api','uid':'"
            + Json.uid(client.get(machines + "cart-api").json())
            + "'}]";
    String services = "/api/v1/namespaces/shop/services";
    String policies = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
    JsonNode service =
        client
            .send(
                "POST",
                services,
                quoted(
                    "{'metadata':{'name':'owned',"
                        + owner
                        + "},'spec':{'selector':{'vmi.kubevirt.io/id':'cart-api'},'ports':[{'port':80}]}}"))
            .json();
    client.send("POST", policies, quoted("{'metadata':{'name':'of-vm'," + owner + "},'spec':{}}"));
    client.send(
        "POST",
        policies,
        quoted(
            "{'metadata':{'name':'of-service','ownerReferences':[{'apiVersion':'v1','kind':'Service','name':'owned','uid':'"
                + Json.uid(service)
                + "'}]},'spec':{}}"));
    awaitReady("shop", "owned", true);

    client.send("DELETE", machines + "cart-api", "");

    await().atMost(PATIENCE).until(() -> client.get(machines + "cart-api").status() == 404);
    assertThat(client.get(services + "/owned").status()).isEqualTo(404);
    assertThat(client.get(policies + "/of-vm").status()).isEqualTo(404);
    assertThat(client.get(policies + "/of-service").status()).isEqualTo(404);
    assertThat(slice("shop", "owned").isMissingNode()).isTrue();
    assertThat(client.get(services + "/cart-api-http").status()).isEqualTo(200);
  }

  @Test
  void takesAwayWhatIsCreatedForAMachineThatIsGone() {
    String owner =
        "{'metadata':{'name':'late','ownerReferences':[{'apiVersion':'kubevirt.io/v1','kind':'VirtualMachine',"
            + "'name':'web-1','uid':'11111111-2222-4333-8444-555555555555'}]},'spec':";
    String services = "/api/v1/namespaces/shop/services";
    String policies = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
    assertThat(client.send("POST", services, quoted(owner + "{'ports':[{'port':80}]}}")).status())
        .isEqualTo(201);
    assertThat(client.send("POST", policies, quoted(owner + "{}}")).status()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client.get(services + "/late").status() == 404
                    && client.get(policies + "/late").status() == 404);
    assertThat(client.get(services + "/web-1-ssh").status()).isEqualTo(200);
  }

  @Test
  void writesNothingWhileNothingChanges(@TempDir Path folder) throws IOException {
    try (Simulator quiet = Simulator.start(SimulatorOptions.in(folder).withPace(1000))) {
      ApiClient calls = new ApiClient(quiet);
      // The slice of a new service is written after all that was awake before it.
      calls.send(
          "POST",
          "/api/v1/namespaces/default/services",
          quoted(
              "{'metadata':{'name':'last'},'spec':{'selector':{'a':'b'},'ports':[{'port':1}]}}"));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !quiet
                      .store()
                      .snapshot(ResourceTypes.ENDPOINT_SLICE, "default")
                      .objects()
                      .isEmpty());
      assertThat(quiet.store().snapshot(ResourceTypes.ENDPOINT_SLICE, "").objects())
          .filteredOn(slice -> slice.version() > quiet.store().oldest(ResourceTypes.EVENT))
          .hasSize(1);
    }
  }

  private void awaitReady(String namespace, String service, boolean wanted) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                slice(namespace, service).path("endpoints").size() == 1
                    && ready(namespace, service) == wanted);
  }

  private boolean ready(String namespace, String service) {
    JsonNode endpoint = slice(namespace, service).path("endpoints").path(0);
    return Json.at(endpoint, "conditions", "ready").booleanValue(false);
  }

  private String endpoint(String namespace, String service, String... path) {
    return Json.text(slice(namespace, service).path("endpoints").path(0), path);
  }

  private JsonNode ingress(String service) {
    JsonNode found = client.get("/api/v1/namespaces/research/services/" + service).json();
    return Json.at(found, "status", "loadBalancer", "ingress").path(0);
  }

  private JsonNode slice(String namespace, String service) {
    return client
        .get(
            "/apis/discovery.k8s.io/v1/namespaces/"
                + namespace
                + "/endpointslices?labelSelector=kubernetes.io/service-name%3D"
                + service)
        .json()
        .path("items")
        .path(0);
  }

  private JsonNode pod(String namespace, String machine) {
    List<JsonNode> pods =
        client
            .get(
                "/api/v1/namespaces/"
                    + namespace
                    + "/pods?labelSelector=vmi.kubevirt.io/id%3D"
                    + machine)
            .json()
            .path("items")
            .valueStream()
            .toList();
    return pods.getLast();
  }

  private void service(String namespace, String name, String spec) {
    ApiClient.Answer answer =
        client.send(
            "POST",
            "/api/v1/namespaces/" + namespace + "/services",
            quoted("{'metadata':{'name':'" + name + "'},'spec':" + spec + "}"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private void call(String namespace, String path) {
    ApiClient.Answer answer =
        client.send(
            "PUT", "/apis/subresources.kubevirt.io/v1/namespaces/" + namespace + "/" + path, "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
