package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritingTest {
  private static final String MACHINES = "/apis/kubevirt.io/v1/namespaces/default/virtualmachines";
  private static final String SERVICES = "/api/v1/namespaces/default/services";
  private static final String[] MERGE = {"Content-Type", "application/merge-patch+json"};

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

  @Test
  void createsAnObjectWithAnIdentity() {
    JsonNode created = client.send("POST", MACHINES, machine("made")).json();

    assertThat(Json.uid(created)).hasSize(36);
    assertThat(Json.at(created, "metadata", "generation").intValue(0)).isEqualTo(1);
    assertThat(Json.text(created, "metadata", "creationTimestamp")).endsWith("Z");
    assertThat(Json.text(created, "spec", "template", "spec", "domain", "machine", "type"))
        .isEqualTo("q35");
  }

  @Test
  void generatesANameAndRefusesASecondOfTheSame() {
    JsonNode first =
        client
            .send(
                "POST",
                SERVICES,
                "{\"metadata\":{\"generateName\":\"gen-\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
            .json();
    assertThat(Json.name(first)).matches("gen-[a-z0-9]{5}");

    ApiClient.Answer again =
        client.send(
            "POST",
            SERVICES,
            "{\"metadata\":{\"name\":\""
                + Json.name(first)
                + "\"},\"spec\":{\"ports\":[{\"port\":1}]}}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(Json.text(again.json(), "message"))
        .isEqualTo("services \"" + Json.name(first) + "\" already exists");
    assertThat(Json.text(again.json(), "reason")).isEqualTo("AlreadyExists");
  }

  @Test
  void refusesWhatCannotBeCreated() {
    assertThat(message("POST", SERVICES, "{\"metadata\":{\"name\":\"Upper\"}}", 422))
        .startsWith(
            "Service \"Upper\" is invalid: metadata.name: Invalid value: \"Upper\": a DNS-1035 label");
    assertThat(message("POST", SERVICES, "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}", 400))
        .contains("cannot be handled as a Service");
    assertThat(
            message(
                "POST", "/api/v1/namespaces/none/services", "{\"metadata\":{\"name\":\"a\"}}", 404))
        .isEqualTo("namespaces \"none\" not found");
    assertThat(message("POST", SERVICES, "{broken", 400)).contains("unrecognized");
    assertThat(
            message(
                "POST",
                MACHINES,
                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"template\":{\"spec\":{\"domain\":{\"devices\":"
                    + "{\"disks\":[{\"name\":\"d\"}]}}}}}}",
                422))
        .isEqualTo(
            "admission webhook \"virtualmachine-validator.kubevirt.io\" denied the request: RunStrategy must be"
                + " specified, spec.template.spec.domain.devices.disks[0].Name 'd' not found.");
  }

  @Test
  void refusesAnUpdateFromAStaleRead() {
    ObjectNode machine = (ObjectNode) client.send("POST", MACHINES, machine("stale")).json();
    client.send("PATCH", MACHINES + "/stale", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", MERGE);

    ApiClient.Answer answer = client.send("PUT", MACHINES + "/stale", machine.toString());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text())
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":"
                + "\"Operation cannot be fulfilled on virtualmachines.kubevirt.io \\\"stale\\\": the object has been"
                + " modified; please apply your changes to the latest version and try again\",\"reason\":\"Conflict\","
                + "\"details\":{\"name\":\"stale\",\"group\":\"kubevirt.io\",\"kind\":\"virtualmachines\"},\"code\":409}");
    Json.metadata(machine).remove("resourceVersion");
    assertThat(client.send("PUT", MACHINES + "/stale", machine.toString()).status()).isEqualTo(422);
  }

  @Test
  void countsGenerationsOfTheSpecAlone() {
    client.send("POST", MACHINES, machine("counted"));
    client.send("PATCH", MACHINES + "/counted", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}", MERGE);
    client.send(
        "PATCH", MACHINES + "/counted/status", "{\"status\":{\"printableStatus\":\"Odd\"}}", MERGE);
    JsonNode before = client.get(MACHINES + "/counted").json();
    assertThat(Json.at(before, "metadata", "generation").intValue(0)).isEqualTo(1);

    JsonNode after =
        client
            .send(
                "PATCH",
                MACHINES + "/counted",
                "{\"spec\":{\"runStrategy\":\"Manual\"},\"status\":{\"printableStatus\":\"No\"}}",
                MERGE)
            .json();
    assertThat(Json.at(after, "metadata", "generation").intValue(0)).isEqualTo(2);
    assertThat(Json.text(after, "status", "printableStatus")).isNotEqualTo("No");
  }

  @Test
  void changesNothingWhenAPatchChangesNothing() {
    JsonNode created =
        client
            .send(
                "POST",
                SERVICES,
                "{\"metadata\":{\"name\":\"same\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
            .json();
    JsonNode patched =
        client
            .send("PATCH", SERVICES + "/same", "{\"spec\":{\"type\":\"ClusterIP\"}}", MERGE)
            .json();
    assertThat(patched).isEqualTo(created);
  }

  @Test
  void hidesWhyAJsonPatchDoesNotFit() {
    client.send("POST", MACHINES, machine("tested"));
    ApiClient.Answer answer =
        client.send(
            "PATCH",
            MACHINES + "/tested",
            "[{\"op\":\"test\",\"path\":\"/spec/runStrategy\",\"value\":\"Always\"}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(Json.text(answer.json(), "message"))
        .isEqualTo("the server rejected our request due to an error in our request");
    assertThat(
            client
                .send(
                    "PATCH",
                    MACHINES + "/tested",
                    "{}",
                    "Content-Type",
                    "application/strategic-merge-patch+json")
                .status())
        .isEqualTo(415);
  }

  @Test
  void hasNoStatusPathForInstances() {
    assertThat(
            client
                .get("/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances/x/status")
                .status())
        .isEqualTo(404);
  }

  @Test
  void deletesOnlyWhatThePreconditionsName() {
    JsonNode created =
        client
            .send(
                "POST",
                SERVICES,
                "{\"metadata\":{\"name\":\"gone\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
            .json();
    assertThat(
            message("DELETE", SERVICES + "/gone", "{\"preconditions\":{\"uid\":\"other\"}}", 409))
        .contains(
            "Precondition failed: UID in precondition: other, UID in object meta: "
                + Json.uid(created));

    JsonNode deleted = client.send("DELETE", SERVICES + "/gone", "").json();

    assertThat(Json.text(deleted, "status")).isEqualTo("Success");
    assertThat(Json.text(deleted, "details", "uid")).isEqualTo(Json.uid(created));
    assertThat(client.get(SERVICES + "/gone").status()).isEqualTo(404);
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    client.send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"brief\"}}");
    client.send(
        "POST",
        "/api/v1/namespaces/brief/services",
        "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"ports\":[{\"port\":1}]}}");

    client.send("DELETE", "/api/v1/namespaces/brief", "");

    assertThat(client.get("/api/v1/namespaces/brief").status()).isEqualTo(404);
    assertThat(simulator.store().find(ResourceTypes.SERVICE, "brief/s")).isEmpty();
  }

  @Test
  void deletesACollectionBySelector() {
    for (String name : new String[] {"c1", "c2"}) {
      client.send(
          "POST",
          SERVICES,
          "{\"metadata\":{\"name\":\""
              + name
              + "\",\"labels\":{\"set\":\""
              + name
              + "\"}},\"spec\":{\"ports\":[{\"port\":1}]}}");
    }
    client.send("DELETE", SERVICES + "?labelSelector=set%3Dc1", "");
    assertThat(client.get(SERVICES + "/c1").status()).isEqualTo(404);
    assertThat(client.get(SERVICES + "/c2").status()).isEqualTo(200);
  }

  @Test
  void givesAServiceItsAddressAndPort() {
    JsonNode service =
        client
            .send(
                "POST",
                SERVICES,
                "{\"metadata\":{\"name\":\"ported\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":22}]}}")
            .json();
    assertThat(Json.text(service, "spec", "clusterIP")).startsWith("10.96.");
    int port = Json.at(service, "spec", "ports").path(0).path("nodePort").intValue(0);
    assertThat(port).isBetween(30000, 32767);
    assertThat(
            message(
                "POST",
                SERVICES,
                "{\"metadata\":{\"name\":\"second\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":22,\"nodePort\":"
                    + port
                    + "}]}}",
                422))
        .contains(
            "spec.ports[0].nodePort: Invalid value: "
                + port
                + ": provided port is already allocated");
  }

  @Test
  void changesNothingInADryRun() {
    assertThat(
            client
                .send(
                    "POST",
                    SERVICES + "?dryRun=All",
                    "{\"metadata\":{\"name\":\"dry\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
                .status())
        .isEqualTo(201);
    assertThat(client.get(SERVICES + "/dry").status()).isEqualTo(404);
  }

  @Test
  void warnsAboutTheOldRunningField() {
    assertThat(
            client
                .send(
                    "POST",
                    MACHINES,
                    "{\"metadata\":{\"name\":\"old\"},\"spec\":{\"running\":false,\"template\":{\"spec\":{\"domain\":{}}}}}")
                .headers()
                .firstValue("Warning"))
        .hasValueSatisfying(text -> assertThat(text).contains("spec.running is deprecated"));
  }

  private String message(String method, String path, String body, int status) {
    ApiClient.Answer answer = client.send(method, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return Json.text(answer.json(), "message");
  }

  private static String machine(String name) {
    return "{\"apiVersion\":\"kubevirt.io/v1\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":{\"runStrategy\":\"Halted\",\"template\":{\"spec\":{\"domain\":{\"devices\":{},\"memory\":"
        + "{\"guest\":\"1Gi\"}}}}}}";
  }
}
