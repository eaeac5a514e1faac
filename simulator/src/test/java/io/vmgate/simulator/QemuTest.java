package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmgate.simulator.qemu.QemuGuests;
import io.vmgate.simulator.rfb.RfbViewer;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Guests that are QEMU processes; skipped where there is no QEMU. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String GROUP = "/apis/subresources.kubevirt.io/v1/namespaces/shop/";

  /** The machine code of a boot sector that sends back what comes on the first serial line. */
  private static final String ECHO = "bafd03eca80174f8baf803eceeebf1";

  private Simulator simulator;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    assumeTrue(
        isInstalled(),
        QemuGuests.PROGRAM
            + " is missing; on Debian: apt-get install qemu-system-x86 qemu-system-gui");
    simulator =
        Simulator.start(
            SimulatorOptions.in(folder.resolve("data"))
                .withPace(500)
                .withProcesses(
                    Map.of("shop/web-1", "", "shop/app-4", echoDisk(folder).toString())));
    client = new ApiClient(simulator);
  }

  @AfterAll
  void stop() {
    if (simulator != null) {
      simulator.close();
      assertThat(processes(ProcessHandle.current())).isEmpty();
    }
  }

  @Test
  void showsTheRealScreen() {
    try (StreamClient stream = open("web-1", "vnc")) {
      RfbViewer viewer = stream.viewer().begin();
      assertThat(viewer.name()).contains("shop/web-1");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                viewer.encodings(0, -223).request(false).message();
                return Arrays.stream(viewer.picture()).distinct().count() > 1;
              });
    }
    ApiClient.Answer picture = client.get(path("web-1", "vnc/screenshot"));
    assertThat(picture.status()).as(picture.text()).isEqualTo(200);
    assertThat(picture.text()).contains("PNG").contains("IEND");
  }

  @Test
  void leadsToTheSpiceServer() {
    ObjectNode machine =
        Objects.requireNonNull(simulator.store().read(ResourceTypes.VM, "shop", "web-1"));
    assertThat(Json.text(machine, "metadata", "annotations", "vmgate.io/spice-port"))
        .isEqualTo("5900");
    try (StreamClient stream = open("web-1", "portforward/5900");
        StreamClient second = open("web-1", "portforward/5900")) {
      // Magic, version 2.2, and a link message for the main channel without capabilities.
      byte[] link =
          HexFormat.of()
              .parseHex(
                  "524544510200000002000000120000000000000001000000000000000000" + "12000000");
      stream.send(link);
      second.send(link);
      assertThat(stream.read(4)).asString().isEqualTo("REDQ");
      assertThat(second.read(4)).asString().isEqualTo("REDQ");
    }
  }

  @Test
  void pausesResetsAndRestartsTheProcess() {
    try (StreamClient line = open("app-4", "console")) {
      awaitEcho(line);
      assertThat(put("virtualmachineinstances", "app-4", "pause")).isEqualTo(200);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                int before = line.pending().length;
                line.send((byte) 'p');
                return line.pending().length == before && settled(line);
              });
      assertThat(put("virtualmachineinstances", "app-4", "unpause")).isEqualTo(200);
      awaitEcho(line);
      assertThat(put("virtualmachineinstances", "app-4", "reset")).isEqualTo(200);
      awaitEcho(line);
    }
    List<ProcessHandle> before = processes(ProcessHandle.current());
    StreamClient line = open("app-4", "console");
    assertThat(put("virtualmachines", "app-4", "restart")).isEqualTo(202);
    assertThat(line.awaitEnd()).isEqualTo(1006);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<ProcessHandle> now = processes(ProcessHandle.current());
              return now.size() == before.size() && !now.equals(before);
            });
    await().atMost(PATIENCE).ignoreExceptions().until(() -> echoes("app-4"));
  }

  @Test
  void crashesWithItsProcess() {
    // A machine that asks by itself for a process, which comes with its next start.
    client.send(
        "PATCH",
        "/apis/kubevirt.io/v1/namespaces/shop-staging/virtualmachines/web-1",
        "{\"metadata\":{\"annotations\":{\"simulator.vmgate.io/qemu\":\"true\"}}}",
        "Content-Type",
        "application/merge-patch+json");
    List<ProcessHandle> before = processes(ProcessHandle.current());
    assertThat(simulator.crashGuest("shop-staging", "web-1")).isTrue();
    await()
        .atMost(PATIENCE)
        .until(() -> processes(ProcessHandle.current()).size() == before.size() + 1);
    String uid = uid("shop-staging", "web-1");
    processes(ProcessHandle.current()).stream()
        .filter(process -> !before.contains(process))
        .forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !uid("shop-staging", "web-1").equals(uid));
    client.send(
        "PUT",
        "/apis/subresources.kubevirt.io/v1/namespaces/shop-staging/virtualmachines/web-1/stop",
        "");
    await()
        .atMost(PATIENCE)
        .until(() -> processes(ProcessHandle.current()).size() == before.size());
  }

  @Test
  void doesNotOutliveASimulatorThatIsKilled(@TempDir Path folder) throws IOException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SimulatorMain.class.getName(),
                "--port",
                "0",
                "--data",
                folder.toString(),
                "--qemu",
                "shop/web-1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(PATIENCE).until(() -> processes(program.toHandle()).size() == 1);
      ProcessHandle guest = processes(program.toHandle()).getFirst();
      program.destroyForcibly();
      await().atMost(PATIENCE).until(() -> !guest.isAlive());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void doesNotStartWithADiskThatIsNotThere(@TempDir Path folder) throws IOException {
    try (Simulator other =
        Simulator.start(
            SimulatorOptions.in(folder).withProcesses(Map.of("shop/web-1", "/no/such/disk")))) {
      ApiClient.Answer answer = new ApiClient(other).get(path("web-1", "vnc"));
      assertThat(answer.status()).isEqualTo(500);
      assertThat(Json.text(answer.json(), "message"))
          .isEqualTo("Internal error occurred: the guest's process is not there");
    }
    assertThatThrownBy(() -> SimulatorMain.parse("--qemu", "web-1"))
        .hasMessage("Not a namespace and a name: web-1");
    assertThat(SimulatorMain.parse("--qemu", "a/b,c/d=/disk.img").processes())
        .isEqualTo(Map.of("a/b", "", "c/d", "/disk.img"));
  }

  // ---- guests

  private boolean echoes(String name) {
    try (StreamClient line = open(name, "console")) {
      awaitEcho(line);
      return true;
    }
  }

  /** Send until something comes back: a guest that boots has no ear yet. */
  private static void awaitEcho(StreamClient line) {
    int before = line.pending().length;
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              line.send((byte) 'x');
              return line.pending().length > before;
            });
  }

  private static boolean settled(StreamClient line) {
    int before = line.pending().length;
    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    return line.pending().length == before;
  }

  /** List the guests, not those who ask QEMU for help. */
  private static List<ProcessHandle> processes(ProcessHandle of) {
    return of.descendants()
        .filter(
            process ->
                process.info().command().orElse("").endsWith(QemuGuests.PROGRAM)
                    && List.of(process.info().arguments().orElse(new String[0])).contains("tcg"))
        .toList();
  }

  private String uid(String namespace, String name) {
    return Json.uid(
        Objects.requireNonNull(simulator.store().read(ResourceTypes.VMI, namespace, name)));
  }

  private int put(String resource, String name, String call) {
    return client.send("PUT", GROUP + resource + "/" + name + "/" + call, "").status();
  }

  private StreamClient open(String name, String call) {
    return StreamClient.open(simulator, path(name, call));
  }

  private static String path(String name, String call) {
    return GROUP + "virtualmachineinstances/" + name + "/" + call;
  }

  private static Path echoDisk(Path folder) throws IOException {
    byte[] sector = new byte[512];
    byte[] code = HexFormat.of().parseHex(ECHO);
    System.arraycopy(code, 0, sector, 0, code.length);
    sector[510] = 0x55;
    sector[511] = (byte) 0xAA;
    byte[] disk = Arrays.copyOf(sector, 1 << 20);
    return Files.write(folder.resolve("echo, with a comma.img"), disk);
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, QemuGuests.PROGRAM)));
  }
}
