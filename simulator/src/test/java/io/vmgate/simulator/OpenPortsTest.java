package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmgate.simulator.service.Allocations;
import io.vmgate.simulator.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Services that can be opened; their node ports are chosen at random, so that runs do not meet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenPortsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String[] MERGE = {"Content-Type", "application/merge-patch+json"};

  private final AtomicInteger count = new AtomicInteger();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withPace(1000).withOpenPorts(true));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    simulator.close();
    http.close();
  }

  @Test
  void showsThePageOfTheGuestAtTheNodePort() throws Exception {
    JsonNode service = service("shop", "search", "'port':80,'targetPort':8080");
    int port = nodePort(service);
    awaitOpen("127.0.0.1", port);

    HttpResponse<String> page = page("127.0.0.1", port);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("<title>shop/search</title>", "Port: 8080", "Address: 10.244.", "Time: 2")
        .doesNotContain("<script");
  }

  @Test
  void echoesWhatIsNoHttp() throws IOException {
    int port = nodePort(service("shop", "search", "'port':2222"));
    awaitOpen("127.0.0.1", port);
    try (Socket socket = connect(port)) {
      assertThat(exchange(socket, "hello\n")).isEqualTo("hello\n");
      assertThat(exchange(socket, "GET it back\n")).isEqualTo("GET it back\n");
    }
    try (Socket socket = connect(port)) {
      assertThat(exchange(socket, "POSTbox\n")).isEqualTo("POSTbox\n");
    }
  }

  @Test
  void echoesDatagrams() throws IOException {
    int port = nodePort(service("shop", "search", "'port':53,'protocol':'UDP'"));
    byte[] sent = "datagram".getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket.setSoTimeout(200);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                socket.send(new DatagramPacket(sent, sent.length));
                DatagramPacket back = new DatagramPacket(new byte[100], 100);
                socket.receive(back);
                return new String(back.getData(), 0, back.getLength(), StandardCharsets.UTF_8)
                    .equals("datagram");
              });
    }
  }

  @Test
  void refusesWhileTheGuestIsPaused() {
    int port = nodePort(service("payments", "ledger", "'port':80"));
    awaitOpen("127.0.0.1", port);
    call("payments", "virtualmachineinstances/ledger/pause");
    awaitRefused(port);
    call("payments", "virtualmachineinstances/ledger/unpause");
    awaitOpen("127.0.0.1", port);
  }

  @Test
  void endsConnectionsWithTheGuestAndOpensAgain() throws IOException {
    int port = nodePort(service("shop", "app-4", "'port':22"));
    String machine = "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines/app-4";
    awaitOpen("127.0.0.1", port);
    try (Socket socket = connect(port)) {
      assertThat(exchange(socket, "there\n")).isEqualTo("there\n");
      client.send("PATCH", machine, "{\"spec\":{\"runStrategy\":\"Halted\"}}", MERGE);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    awaitRefused(port);
    client.send("PATCH", machine, "{\"spec\":{\"runStrategy\":\"Always\"}}", MERGE);
    awaitOpen("127.0.0.1", port);
  }

  @Test
  void closesWithTheService() throws IOException {
    JsonNode service = service("shop", "search", "'port':22");
    int port = nodePort(service);
    awaitOpen("127.0.0.1", port);
    try (Socket socket = connect(port)) {
      assertThat(exchange(socket, "there\n")).isEqualTo("there\n");
      client.send("DELETE", "/api/v1/namespaces/shop/services/" + Json.name(service), "");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    awaitRefused(port);
  }

  @Test
  void opensALoadBalancerAtItsAddress() throws Exception {
    String name = "lb-" + count.incrementAndGet();
    create(
        "research",
        "{'metadata':{'name':'"
            + name
            + "'},'spec':{'type':'LoadBalancer','selector':{'vmi.kubevirt.io/id':'notebook-li'},"
            + "'ports':[{'port':18080,'targetPort':80}]}}");
    String path = "/api/v1/namespaces/research/services/" + name;
    await().atMost(PATIENCE).until(() -> !ingress(path).isEmpty());
    String address = ingress(path);
    assertThat(address).startsWith("127.20.0.");
    awaitOpen(address, 18080);
    assertThat(page(address, 18080).body()).contains("research/notebook-li", "Port: 80");
    client.send("DELETE", path, "");
    awaitRefused(address, 18080);
  }

  @Test
  void leavesAServiceWithoutAListenerWhileAnotherProgramHasItsPort() throws Exception {
    int port;
    try (ServerSocket program = atAPortThatIsNamed()) {
      port = program.getLocalPort();
      JsonNode taken = service("shop", "search", "'port':80,'nodePort':" + port);
      assertThat(nodePort(taken)).isEqualTo(port);
      // What comes after it is served.
      awaitOpen("127.0.0.1", nodePort(service("shop", "search", "'port':80")));
    }
    awaitOpen("127.0.0.1", port);
    assertThat(page("127.0.0.1", port).body()).contains("shop/search");
  }

  @Test
  void leadsWhereTheMachineSaysItsPortIs() throws IOException {
    try (ServerSocket program = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      program.setSoTimeout((int) PATIENCE.toMillis());
      client.send(
          "PATCH",
          "/apis/kubevirt.io/v1/namespaces/render-farm/virtualmachines/render-01",
          "{\"metadata\":{\"annotations\":{\"simulator.vmgate.io/ports\":\"22=127.0.0.1:"
              + program.getLocalPort()
              + "\"}}}",
          MERGE);
      int port = nodePort(service("render-farm", "render-01", "'port':2022,'targetPort':22"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                try (Socket socket = connect(port);
                    Socket accepted = program.accept()) {
                  OutputStream out = accepted.getOutputStream();
                  out.write("SSH-2.0".getBytes(StandardCharsets.UTF_8));
                  out.flush();
                  return new String(socket.getInputStream().readNBytes(7), StandardCharsets.UTF_8)
                      .equals("SSH-2.0");
                } catch (ConnectException notYet) {
                  return false;
                }
              });
    }
  }

  @Test
  void letsThroughOnlyWhatTheInterfaceLists() {
    String machine =
        """
        {"metadata":{"name":"walled"},"spec":{"runStrategy":"Always","template":{"spec":{
         "domain":{"memory":{"guest":"1Gi"},"devices":{"interfaces":[
          {"name":"default","masquerade":{},"ports":[{"name":"ssh","port":22}]}]}},
         "networks":[{"name":"default","pod":{}}]}}}}
        """;
    ApiClient.Answer made =
        client.send("POST", "/apis/kubevirt.io/v1/namespaces/default/virtualmachines", machine);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode ports =
        Json.at(
            service(
                "default",
                "walled",
                "'name':'no','port':23},{'name':'yes','port':22,'targetPort':'ssh'"),
            "spec",
            "ports");
    awaitOpen("127.0.0.1", ports.path(1).path("nodePort").intValue(0));
    awaitRefused(ports.path(0).path("nodePort").intValue(0));
  }

  @Test
  void isOnForTheProgramAlone(@TempDir Path folder) {
    assertThat(SimulatorMain.parse().openPorts()).isTrue();
    assertThat(SimulatorMain.parse("--ports", "off").openPorts()).isFalse();
    assertThat(SimulatorOptions.in(folder).openPorts()).isFalse();
    assertThatThrownBy(() -> SimulatorMain.parse("--ports", "maybe"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--ports is on or off: maybe");
  }

  @Test
  void opensItsPortsAgainAfterARestart(@TempDir Path folder) throws Exception {
    SimulatorOptions options = SimulatorOptions.in(folder).withPace(1000).withOpenPorts(true);
    String body =
        "{'metadata':{'name':'again'},'spec':{'type':'NodePort','selector':{'vmi.kubevirt.io/id':'search'},"
            + "'ports':[{'port':80}]}}";
    int port;
    try (Simulator first = Simulator.start(options)) {
      port = nodePort(create(new ApiClient(first), "shop", body));
      awaitOpen("127.0.0.1", port);
    }
    awaitRefused(port);
    try (Simulator second = Simulator.start(options)) {
      awaitOpen("127.0.0.1", port);
      assertThat(page("127.0.0.1", port).body()).contains("shop/search");
      ApiClient.Answer taken =
          new ApiClient(second)
              .send(
                  "POST",
                  "/api/v1/namespaces/shop/services",
                  body.replace("again", "other")
                      .replace("'port':80", "'port':80,'nodePort':" + port)
                      .replace('\'', '"'));
      assertThat(taken.status()).isEqualTo(422);
      assertThat(Json.text(taken.json(), "message"))
          .contains("spec.ports[0].nodePort", "provided port is already allocated");
    }
  }

  private JsonNode service(String namespace, String machine, String port) {
    return create(
        namespace,
        "{'metadata':{'name':'s-"
            + count.incrementAndGet()
            + "'},'spec':{'type':'NodePort','selector':{'vmi.kubevirt.io/id':'"
            + machine
            + "'},'ports':[{"
            + port
            + "}]}}");
  }

  private JsonNode create(String namespace, String body) {
    return create(client, namespace, body);
  }

  private static JsonNode create(ApiClient calls, String namespace, String body) {
    ApiClient.Answer answer =
        calls.send(
            "POST", "/api/v1/namespaces/" + namespace + "/services", body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private void call(String namespace, String path) {
    assertThat(
            client
                .send(
                    "PUT",
                    "/apis/subresources.kubevirt.io/v1/namespaces/" + namespace + "/" + path,
                    "{}")
                .status())
        .isEqualTo(200);
  }

  private String ingress(String path) {
    return Json.text(
        Json.at(client.get(path).json(), "status", "loadBalancer", "ingress").path(0), "ip");
  }

  private HttpResponse<String> page(String host, int port)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
            .timeout(PATIENCE)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Takes a node port that no service is given by chance. */
  private static ServerSocket atAPortThatIsNamed() throws IOException {
    for (int port = Allocations.FIRST_NODE_PORT;
        port < Allocations.FIRST_CHOSEN_NODE_PORT;
        port++) {
      try {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
      } catch (BindException taken) {
        // The next.
      }
    }
    throw new AssertionError("all are taken");
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static String exchange(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
  }

  private static void awaitOpen(String host, int port) {
    await().atMost(PATIENCE).until(() -> isOpen(host, port));
  }

  private static void awaitRefused(int port) {
    awaitRefused("127.0.0.1", port);
  }

  private static void awaitRefused(String host, int port) {
    await().atMost(PATIENCE).until(() -> !isOpen(host, port));
  }

  private static boolean isOpen(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      return true;
    } catch (SocketException refused) {
      // Also a reset: the listener was closed while the connection waited to be taken.
      return false;
    }
  }

  private static int nodePort(JsonNode service) {
    return Json.at(service, "spec", "ports").path(0).path("nodePort").intValue(0);
  }
}
