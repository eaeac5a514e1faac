package io.vmgate.rest.access;

import static io.vmgate.testkit.access.AccessServiceBuilder.aService;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.access.ReachabilityProbe;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessService.Readiness;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.Vm;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.testkit.access.InMemoryServices;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessServiceTest {
  private static final Vm VM = aVm().named("shop", "web-1").build();
  private static final Vm STOPPED = aVm().named("shop", "web-2").stopped().build();
  private static final Vm ELSEWHERE =
      aVm().named("shop", "lan-1").onlyOn(NetworkType.MULTUS).build();
  private static final Vm FOREIGN = aVm().named("research", "gpu-1").build();
  private static final String WEB =
      """
      {"serviceType":"NodePort","serviceName":"vm-web-service",
       "ports":[{"port":8080,"targetPort":80,"nodePort":30080}]}
      """;

  private final ContractServer server = ContractServer.start();

  @BeforeEach
  void addMachines() {
    List.of(VM, STOPPED, ELSEWHERE, FOREIGN).forEach(server.inventory::put);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesAServiceInTheContractsShape() {
    Answer answer = publish("operator", VM, WEB);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("message")).isEqualTo("Service创建成功");
    assertThat(answer.text("data", "serviceName")).isEqualTo("vm-web-service");
    assertThat(answer.text("data", "serviceType")).isEqualTo("NodePort");
    assertThat(answer.text("data", "accessAddr")).isEqualTo(InMemoryServices.NODE + ":30080");
    assertThat(answer.at("data", "ports"))
        .isEqualTo(
            "[{\"port\":8080,\"targetPort\":80,\"nodePort\":30080,\"extra\":{\"name\":null,"
                + "\"protocol\":\"TCP\",\"accessAddr\":\""
                + InMemoryServices.NODE
                + ":30080\"}}]");
    assertThat(answer.json().get("data").propertyNames())
        .containsExactly("serviceId", "serviceName", "serviceType", "accessAddr", "ports", "extra");
    assertThat(answer.text("data", "extra", "status")).isEqualTo("running");
    assertThat(answer.at("data", "extra", "warnings")).isEqualTo("[]");
  }

  @Test
  void listsServicesInTheContractsShape() {
    String id = publish("operator", VM, WEB).text("data", "serviceId");

    Answer answer = list("viewer", VM);

    assertThat(answer.json().get("data").size()).isEqualTo(1);
    assertThat(answer.text("data", 0, "serviceId")).isEqualTo(id);
    assertThat(answer.text("data", 0, "status")).isEqualTo("running");
    assertThat(answer.text("data", 0, "createTime"))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(answer.json().get("data").get(0).propertyNames())
        .containsExactly(
            "serviceId",
            "serviceName",
            "serviceType",
            "accessAddr",
            "ports",
            "createTime",
            "status",
            "extra");
    assertThat(answer.at("data", 0, "extra"))
        .isEqualTo(
            "{\"vmId\":\""
                + VM.id()
                + "\",\"managed\":true,\"operator\":\"operator\",\"expireTime\":null,\"allowFrom\":[],"
                + "\"reason\":\"none\",\"message\":null,\"extra\":null}");
    assertThat(list("viewer", STOPPED).at("data")).isEqualTo("[]");
    String tag = String.valueOf(answer.header("ETag"));
    assertThat(send("viewer", path(VM, "s"), "GET", "", "If-None-Match", tag).status())
        .isEqualTo(304);
  }

  @Test
  void saysWhyAServiceDoesNotRun() {
    server.access.services.put(aService("a").of(STOPPED).build());
    AccessService made = aService("b").of(VM).typed(ServiceType.LOAD_BALANCER).at(null).build();
    server.access.services.put(made);

    assertThat(list("viewer", STOPPED).text("data", 0, "status")).isEqualTo("stopped");
    assertThat(list("viewer", VM).text("data", 0, "status")).isEqualTo("pending");
    assertThat(list("viewer", VM).text("data", 0, "extra", "reason")).isEqualTo("noAddress");
    server.access.services.become(made.id(), "192.0.2.9");
    assertThat(list("viewer", VM).text("data", 0, "extra", "reason")).isEqualTo("noReadyEndpoint");
    server.access.services.become(made.id(), Readiness.READY, "10.0.0.1");
    assertThat(list("viewer", VM).text("data", 0, "status")).isEqualTo("running");
    assertThat(list("viewer", VM).text("data", 0, "accessAddr")).isEqualTo("192.0.2.9:8080");
  }

  @Test
  void keepsWhatIsGivenBesides() {
    Answer answer =
        publish(
            "operator",
            VM,
            """
            {"serviceType":"ClusterIP",
             "ports":[{"port":53,"protocol":"UDP","name":"dns"},{"port":80,"targetPort":8080}],
             "extra":{"ticket":"OPS-17","expireTime":"2099-01-02 03:04:05",
                      "allowFrom":["192.168.0.0/16","10.0.0.1"]}}
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("data", "serviceName")).matches("web-1-ip-[0-9a-f]{8}");
    assertThat(answer.text("data", "ports", 0, "extra", "protocol")).isEqualTo("UDP");
    assertThat(answer.text("data", "ports", 0, "extra", "name")).isEqualTo("dns");
    assertThat(answer.at("data", "ports", 0, "targetPort")).isEqualTo("53");
    assertThat(answer.at("data", "ports", 0, "nodePort")).isEqualTo("null");
    assertThat(answer.text("data", "extra", "service", "expireTime"))
        .isEqualTo("2099-01-02 03:04:05");
    assertThat(answer.at("data", "extra", "service", "allowFrom"))
        .isEqualTo("[\"192.168.0.0/16\",\"10.0.0.1/32\"]");
    assertThat(answer.text("data", "extra", "service", "extra", "ticket")).isEqualTo("OPS-17");
    assertThat(server.access.guard.restrictions(VM.name())).hasSize(1);
  }

  @Test
  void takesSecondsForTheEndToo() {
    String time =
        publish("operator", VM, with("\"extra\":{\"expireTime\":3600}"))
            .text("data", "extra", "service", "expireTime");
    Instant end =
        Instant.from(
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(ZoneId.of("Asia/Shanghai"))
                .parse(time));
    assertThat(end).isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_601));
  }

  @Test
  void namesEveryWrongField() {
    Answer answer =
        publish(
            "operator",
            VM,
            """
            {"serviceType":"Ingress","serviceName":"Web","ports":[
              {"port":0,"targetPort":65536},
              {"targetPort":"80","protocol":"SCTP","name":"No"},
              7,
              {"port":80},{"port":80}],
             "extra":{"expireTime":"soon","allowFrom":["10.0.0.1/8"]}}
            """,
            "Accept-Language",
            "en");

    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.at("data", "fieldErrors"))
        .contains(
            "{\"field\":\"serviceType\",\"reason\":\"must be one of: NodePort, LoadBalancer,"
                + " ClusterIP\"}",
            "\"field\":\"serviceName\"",
            "{\"field\":\"ports[0].port\",\"reason\":\"must be between 1 and 65535\"}",
            "{\"field\":\"ports[0].targetPort\",\"reason\":\"must be between 1 and 65535\"}",
            "{\"field\":\"ports[1].port\",\"reason\":\"is required\"}",
            "{\"field\":\"ports[1].targetPort\",\"reason\":\"has the wrong type; expected integer\"}",
            "{\"field\":\"ports[1].protocol\",\"reason\":\"must be one of: TCP, UDP\"}",
            "\"field\":\"ports[1].name\"",
            "{\"field\":\"ports[2]\",\"reason\":\"has the wrong type; expected object\"}",
            "{\"field\":\"ports[4].port\",\"reason\":\"stands there twice: 80\"}",
            "{\"field\":\"extra.expireTime\",\"reason\":\"is malformed: yyyy-MM-dd HH:mm:ss\"}",
            "\"field\":\"extra.allowFrom[0]\"");
    assertThat(server.access.services.publications()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                          | serviceType
          {"serviceType":"NodePort"}                                  | ports
          {"serviceType":"NodePort","ports":[]}                       | ports
          {"serviceType":"NodePort","ports":{}}                       | ports
          {"serviceType":"NodePort","ports":[{"port":65536}]}         | ports[0].port
          {"serviceType":"NodePort","ports":[{"port":1.5}]}           | ports[0].port
          {"serviceType":"NodePort","ports":[{"port":80,"nodePort":80}]}       | ports[0].nodePort
          {"serviceType":"NodePort","ports":[{"port":80,"nodePort":32768}]}    | ports[0].nodePort
          {"serviceType":"ClusterIP","ports":[{"port":80,"nodePort":30080}]}   | ports[0].nodePort
          {"serviceType":"NodePort","ports":[{"port":80,"nodePort":30080},{"port":81,"nodePort":30080}]} | ports[1].nodePort
          {"serviceType":"NodePort","ports":[{"port":80,"nodePort":30080},{"port":81,"protocol":"UDP","nodePort":30080}]} | ports[1].nodePort
          {"serviceType":"NodePort","ports":[{"port":80},{"port":80}]} | ports[1].port
          {"serviceType":7,"ports":[{"port":80}]}                     | serviceType
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":[]} | extra
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":{"expireTime":9}} | extra.expireTime
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":{"expireTime":"2001-01-01 00:00:00"}} | extra.expireTime
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":{"allowFrom":"10.0.0.0/8"}} | extra.allowFrom
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":{"allowFrom":[]}} | extra.allowFrom
          {"serviceType":"NodePort","ports":[{"port":80}],"extra":{"allowFrom":[7]}} | extra.allowFrom[0]
          """)
  void refusesBadInputByItsField(String body, String field) {
    Answer answer = publish("operator", VM, body);
    assertThat(answer.code()).as(answer.body()).isEqualTo(40001);
    assertThat(answer.at("data", "fieldErrors")).contains("{\"field\":\"" + field + "\"");
    assertThat(server.access.services.publications()).isEmpty();
  }

  @Test
  void sharesAPortOfTheNodesAmongTheProtocolsOfOnePort() {
    String both =
        """
        {"serviceType":"NodePort","ports":[{"port":53,"nodePort":30053},
         {"port":53,"protocol":"UDP","nodePort":30053}]}
        """;
    Answer answer = publish("operator", VM, both);

    assertThat(answer.code()).as(answer.body()).isNotEqualTo(40001);
    assertThat(server.access.services.publications()).hasSize(1);
  }

  @Test
  void namesEveryWrongBlockByItsOwnIndex() {
    String body = with("\"extra\":{\"allowFrom\":[7,\"10.0.0.0/8\",\"nonsense\"]}");
    String errors = publish("operator", VM, body).at("data", "fieldErrors");
    assertThat(errors)
        .contains("\"extra.allowFrom[0]\"", "\"extra.allowFrom[2]\"")
        .doesNotContain("allowFrom[1]");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThat(publish("operator", VM, "{").code()).isEqualTo(40002);
  }

  @Test
  void namesTheFieldThatIsTaken() {
    publish("operator", VM, WEB);
    Answer sameName =
        publish("operator", VM, WEB.replace("30080", "30081"), "Accept-Language", "en");
    Answer samePort =
        publish("operator", VM, WEB.replace("vm-web", "other"), "Accept-Language", "en");

    assertThat(List.of(sameName.status(), sameName.code())).containsExactly(409, 40905);
    assertThat(sameName.at("data", "fieldErrors", 0, "field")).isEqualTo("\"serviceName\"");
    assertThat(sameName.text("message"))
        .isEqualTo("the namespace already has a service named vm-web-service");
    assertThat(samePort.code()).isEqualTo(40905);
    assertThat(samePort.at("data", "fieldErrors", 0, "field")).isEqualTo("\"ports[0].nodePort\"");
  }

  @Test
  void refusesWhoMayNotAndWhatIsNot() {
    assertThat(publish("viewer", VM, WEB).code()).isEqualTo(40301);
    assertThat(publish("operator", FOREIGN, WEB).code()).isEqualTo(40401);
    assertThat(publish("operator", ELSEWHERE, WEB).code()).isEqualTo(40908);
    assertThat(list("viewer", FOREIGN).code()).isEqualTo(40401);
    assertThat(server.get(path(VM, "s")).code()).isEqualTo(40102);
    assertThat(server.post(path(VM, ""), WEB).code()).isEqualTo(40102);
    assertThat(delete("viewer", VM, "x").code()).isEqualTo(40301);
    assertThat(delete("operator", VM, "x").code()).isEqualTo(40403);
    assertThat(probe("viewer", VM, "x").code()).isEqualTo(40403);
  }

  @Test
  void refusesMoreThanTheTenantsShare() {
    server.access.quotas.set(new TenantId("acme"), new TenantQuota(1, Set.of(), null));
    publish("operator", VM, WEB);
    Answer answer =
        publish("operator", VM, "{\"serviceType\":\"ClusterIP\",\"ports\":[{\"port\":80}]}");
    assertThat(List.of(answer.status(), answer.code())).containsExactly(403, 40303);
    assertThat(answer.text("message")).isEqualTo("租户的访问服务数量已达上限：1");
  }

  @Test
  void answersARepeatedRequestAsTheFirst() {
    String[] key = {"Idempotency-Key", "k-1"};
    Answer first = publish("operator", VM, WEB, key);
    assertThat(publish("operator", VM, WEB, key).body()).isEqualTo(first.body());
    assertThat(publish("operator", VM, WEB.replace("8080", "8081"), key).code()).isEqualTo(40904);
    assertThat(publish("operator", VM, WEB, "Idempotency-Key", "a b").code()).isEqualTo(40001);
    assertThat(server.access.services.all()).hasSize(1);
  }

  @Test
  void removesItsOwnAndNoOther() {
    String id = publish("operator", VM, WEB).text("data", "serviceId");
    AccessService theirs = aService("theirs").of(VM).foreign().build();
    server.access.services.put(theirs);

    Answer gone = delete("operator", VM, id);
    assertThat(gone.body()).isEqualTo("{\"code\":200,\"message\":\"Service删除成功\",\"data\":null}");
    assertThat(delete("operator", VM, id).code()).isEqualTo(40403);
    assertThat(delete("operator", VM, theirs.id().toString()).code()).isEqualTo(40907);
    assertThat(list("viewer", VM).text("data", 0, "serviceName")).isEqualTo("theirs");
    assertThat(list("viewer", VM).at("data", 0, "extra", "managed")).isEqualTo("false");
  }

  @Test
  void tellsWhatTheClusterSays() {
    server.access.services.refuseNext(
        new PlatformFailure.ClusterRefused("exceeded quota: compute"));
    Answer answer = publish("operator", VM, WEB);
    assertThat(answer.code()).isEqualTo(50201);
    assertThat(answer.text("message")).contains("exceeded quota: compute");
  }

  @Test
  void warnsOfPortsThatAreNotLetThrough() {
    server.access.services.leaveOut(VM.id(), 80);
    Answer answer = publish("operator", VM, WEB, "Accept-Language", "en");
    assertThat(answer.text("data", "extra", "warnings", 0, "code")).isEqualTo("portNotForwarded");
    assertThat(answer.at("data", "extra", "warnings", 0, "targetPort")).isEqualTo("80");
    assertThat(answer.text("data", "extra", "warnings", 0, "message"))
        .startsWith("port 80 is not among the ports that the virtual machine's network card");
  }

  @Test
  void triesWhetherItAnswers() {
    AccessService service = aService("web").of(VM).port(8080, 80, 30_080).ready("10.0.0.5").build();
    server.access.services.put(service);
    server.access.probe.answer("192.168.1.200", 30_080, ReachabilityProbe.Answer.CONNECTED);
    server.access.probe.answer("10.0.0.5", 80, ReachabilityProbe.Answer.REFUSED);

    Answer answer = probe("viewer", VM, service.id().toString());

    assertThat(answer.at("data", "reachable")).isEqualTo("true");
    assertThat(answer.text("data", "status")).isEqualTo("running");
    assertThat(answer.at("data", "checks", 0))
        .isEqualTo(
            "{\"target\":\"address\",\"address\":\"192.168.1.200:30080\",\"port\":8080,"
                + "\"protocol\":\"TCP\",\"reachable\":true,\"milliseconds\":1.0,"
                + "\"reason\":\"connected\",\"message\":\"连接成功\"}");
    assertThat(answer.text("data", "checks", 1, "reason")).isEqualTo("refused");
    assertThat(answer.text("data", "checks", 1, "address")).isEqualTo("10.0.0.5:80");
  }

  @Test
  void saysThatServicesCannotBeSeen() {
    server.access.services.hide(true);
    assertThat(list("viewer", VM).code()).isEqualTo(50301);
    assertThat(publish("operator", VM, WEB).code()).isEqualTo(50301);
  }

  @Test
  void saysWhatItCouldNotTry() {
    AccessService service = aService("web").of(VM).at(null).build();
    server.access.services.put(service);
    Answer answer = probe("viewer", VM, service.id().toString());
    assertThat(answer.at("data", "reachable")).isEqualTo("false");
    assertThat(answer.text("data", "checks", 0, "reason")).isEqualTo("noAddress");
    assertThat(answer.at("data", "checks", 0, "milliseconds")).isEqualTo("null");
    assertThat(answer.text("data", "checks", 1, "reason")).isEqualTo("noEndpoint");
  }

  @Test
  void limitsHowOftenIsTried() {
    AccessService service = aService("web").of(VM).at(null).build();
    server.access.services.put(service);
    for (int i = 0; i < 5; i++) {
      assertThat(probe("viewer", VM, service.id().toString()).status()).isEqualTo(200);
    }
    Answer answer = probe("viewer", VM, service.id().toString());
    assertThat(answer.code()).isEqualTo(42901);
    assertThat(answer.header("Retry-After")).isEqualTo("12");
  }

  private static String with(String more) {
    return "{\"serviceType\":\"NodePort\",\"ports\":[{\"port\":80}]," + more + "}";
  }

  private Answer publish(String user, Vm vm, String body, String... headers) {
    return send(user, path(vm, ""), "POST", body, headers);
  }

  private Answer list(String user, Vm vm) {
    return send(user, path(vm, "s"), "GET", "");
  }

  private Answer delete(String user, Vm vm, String service) {
    return send(user, path(vm, "s/" + service), "DELETE", "");
  }

  private Answer probe(String user, Vm vm, String service) {
    return send(user, path(vm, "s/" + service + "/probe"), "GET", "");
  }

  private static String path(Vm vm, String rest) {
    return "/api/v1/vms/" + vm.id() + "/access-service" + rest;
  }

  private Answer send(String user, String path, String method, String body, String... headers) {
    HttpRequest.Builder request =
        server
            .request(path, headers)
            .header("Authorization", "Bearer " + server.tokenOf(user))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    return server.send(
        body.isEmpty() ? request : request.header("Content-Type", "application/json"));
  }
}
