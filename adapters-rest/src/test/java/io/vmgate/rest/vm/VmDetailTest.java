package io.vmgate.rest.vm;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.event.EventType;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Guest;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.PublishedService;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class VmDetailTest {
  private static final Vm FULL =
      new Vm(
          new VmId(UUID.fromString("a20a1375-9f2b-4c63-a92e-32ab6e4851cb")),
          new VmName("shop", "web-1"),
          Instant.parse("2026-08-03T08:00:00Z"),
          VmState.of("Running", null),
          2,
          4L << 30,
          "golden-images/ubuntu2404",
          "node-a",
          "10.244.1.37",
          new PublishedService("web-1-ssh", "NodePort", "203.0.113.11:30022"),
          Map.of("app", "web"),
          List.of(
              new NetworkInterface(
                  "default",
                  NetworkType.POD,
                  "10.244.1.37",
                  "169.254.1.1",
                  "52:54:00:6a:11:0e",
                  List.of("10.244.1.37"),
                  "masquerade",
                  "virtio",
                  null,
                  "enp1s0",
                  "up"),
              new NetworkInterface(
                  "lan",
                  NetworkType.MULTUS,
                  null,
                  null,
                  "02:4b:56:00:00:21",
                  List.of(),
                  "bridge",
                  "virtio",
                  "shop/vlan120",
                  null,
                  null)),
          List.of(),
          List.of(
              new Disk(
                  "root",
                  (30L << 30) + 1,
                  "raw",
                  "ceph-fs",
                  "dataVolume",
                  "web-1-root",
                  "golden-images/ubuntu2404",
                  "disk",
                  "virtio",
                  1,
                  "vda",
                  false),
              new Disk(
                  "os",
                  null,
                  "qcow2",
                  null,
                  "containerDisk",
                  null,
                  "quay.io/x:1",
                  "cdrom",
                  null,
                  null,
                  null,
                  true)),
          Set.of(ConsoleProtocol.SERIAL, ConsoleProtocol.VNC, ConsoleProtocol.SPICE),
          5900,
          true,
          true,
          "Always",
          null,
          null,
          new Guest(
              Instant.parse("2026-08-03T08:02:41Z"),
              true,
              true,
              "Ubuntu 24.04.2 LTS",
              false,
              "no shared disk"),
          null);

  private static ContractServer server;

  @BeforeAll
  static void start() {
    server = ContractServer.start();
    server.inventory.put(FULL);
    server.events.add(
        new VmEvent(
            new UUID(0x7000, 2),
            new TenantId("acme"),
            FULL.id(),
            FULL.name(),
            EventType.MIGRATED,
            VmEvent.SYSTEM,
            Instant.parse("2026-08-03T08:05:00Z"),
            Instant.parse("2026-08-03T08:05:00Z"),
            TaskStatus.SUCCESS,
            new VmEvent.Origin.Seen(null, null, "node-b", "node-a")));
    server.inventory.put(aVm().named("research", "gpu-1").build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void showsTheContractsFieldsToTheLetter() throws IOException {
    Answer answer = server.getAsViewer("/api/v1/vms/" + FULL.id());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(pretty(answer.body())).isEqualTo(pretty(golden("vm-detail.json")));
  }

  @Test
  void showsNoConsoleWhereThereIsNone() {
    Vm headless =
        new Vm(
            new VmId(new UUID(7, 7)),
            new VmName("shop", "headless"),
            Instant.EPOCH,
            VmState.of("Stopped", null),
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            null,
            false,
            false,
            null,
            null,
            null,
            null,
            null);
    server.inventory.put(headless);

    assertThat(server.getAsViewer("/api/v1/vms/" + headless.id()).at("data", "consoleInfo"))
        .isEqualTo("{\"supportProtocols\":[],\"defaultProtocol\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000001",
        "web-1",
        "%27%20or%201=1",
        "A20A1375",
        "…"
      })
  void answersAllUnknownMachinesAlike(String id) {
    Answer answer =
        server.getAsViewer("/api/v1/vms/" + URLEncoder.encode(id, StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(40401);
  }

  @Test
  void doesNotTellThatAnotherTenantsMachineExists() {
    Vm foreign = aVm().named("research", "gpu-1").build();

    Answer answer = server.getAsViewer("/api/v1/vms/" + foreign.id(), "Accept-Language", "en");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":40401,\"message\":\"no such virtual machine: "
                + foreign.id()
                + "\",\"data\":null}");
  }

  @Test
  void answersNotModifiedToWhoHasItAlready() {
    String tag = server.getAsViewer("/api/v1/vms/" + FULL.id()).header("ETag");

    assertThat(
            server
                .getAsViewer("/api/v1/vms/" + FULL.id(), "If-None-Match", String.valueOf(tag))
                .status())
        .isEqualTo(304);
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = VmDetailTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String pretty(String json) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(mapper.readTree(json));
  }
}
