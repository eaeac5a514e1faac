package io.vmgate.kubevirt.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.ConsoleRelay.Ending;
import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KubeVirtConsoleDialerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path folder;

  private static Simulator simulator;
  private static KubernetesClient client;
  private static VmName running;
  private static VmName stopped;

  private KubeVirtConsoleDialer dialer;
  private LoopbackViewer loopback;

  @BeforeAll
  static void start() throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder));
    client = ClusterClients.fromKubeconfig(simulator.kubeconfig());
    running = first("Running");
    stopped = first("Stopped");
  }

  private static VmName first(String status) {
    return client
        .genericKubernetesResources("kubevirt.io/v1", "VirtualMachine")
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .filter(vm -> status.equals(vm.get("status", "printableStatus")))
        .map(vm -> new VmName(vm.getMetadata().getNamespace(), vm.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  @BeforeEach
  void connect() throws IOException {
    loopback = new LoopbackViewer();
    dialer = new KubeVirtConsoleDialer(client, new SecureRandom());
  }

  @AfterEach
  void disconnect() throws IOException {
    loopback.close();
  }

  private ConsoleLine dial(VmName name, ConsoleProtocol protocol, int port)
      throws InterruptedException {
    return dialer.dial(new ConsoleTarget(name, protocol, port, true), loopback.viewer, PATIENCE);
  }

  private ConsoleRelay join(ConsoleLine line, ConsoleProtocol protocol) {
    return loopback.viewer.join(
        line, new RelayRules(protocol, false, HOUR, HOUR, HOUR), SessionMeter.of(protocol));
  }

  @Test
  void opensAMachinesScreen() throws IOException, InterruptedException {
    try (ConsoleLine line = dial(running, ConsoleProtocol.VNC, 0)) {
      join(line, ConsoleProtocol.VNC);

      loopback.person.readUntil("RFB 003.008\n");
      loopback.person.send("RFB 003.008\n");
      loopback.person.readUntil("\1\1");
      loopback.person.send("\1\1");

      assertThat(loopback.person.readUntil(running.name())).contains(running.namespace());
    }
  }

  @Test
  void opensAMachinesSerialLine() throws IOException, InterruptedException {
    try (ConsoleLine line = dial(running, ConsoleProtocol.SERIAL, 0)) {
      join(line, ConsoleProtocol.SERIAL);

      loopback.person.send("\r");

      assertThat(loopback.person.readUntil("login: ")).contains(running.name());
    }
  }

  @Test
  void saysThatAStoppedMachineHasNoConsole() {
    assertThatThrownBy(() -> dial(stopped, ConsoleProtocol.VNC, 0))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused ->
                assertThat(refused.failure())
                    .isInstanceOfSatisfying(
                        ConsoleFailure.LineRefused.class,
                        failure ->
                            assertThat(failure.problem()).isEqualTo(LineProblem.NOT_RUNNING)));
  }

  @Test
  void doesNotThrowOutWhoIsOnTheScreen() throws IOException, InterruptedException {
    try (LoopbackViewer holder = new LoopbackViewer();
        ConsoleLine line =
            dialer.dial(
                new ConsoleTarget(running, ConsoleProtocol.VNC, 0, true),
                holder.viewer,
                PATIENCE)) {
      holder.viewer.join(
          line,
          new RelayRules(ConsoleProtocol.VNC, false, HOUR, HOUR, HOUR),
          SessionMeter.of(ConsoleProtocol.VNC));
      holder.person.readUntil("RFB 003.008\n");

      assertThatThrownBy(
              () ->
                  dialer.dial(
                      new ConsoleTarget(running, ConsoleProtocol.VNC, 0, false),
                      loopback.viewer,
                      PATIENCE))
          .isInstanceOfSatisfying(
              FailureException.class,
              refused -> assertThat(refused.failure()).isEqualTo(new ConsoleFailure.LineTaken()));
    }
  }

  @Test
  void waitsAMomentForAScreenThatIsBeingLeft() throws IOException, InterruptedException {
    try (LoopbackViewer holder = new LoopbackViewer()) {
      ConsoleLine line =
          dialer.dial(
              new ConsoleTarget(running, ConsoleProtocol.VNC, 0, true), holder.viewer, PATIENCE);
      line.close();

      try (ConsoleLine next =
          dialer.dial(
              new ConsoleTarget(running, ConsoleProtocol.VNC, 0, false),
              loopback.viewer,
              PATIENCE)) {
        join(next, ConsoleProtocol.VNC);
        assertThat(loopback.person.readUntil("RFB 003.008\n")).isNotEmpty();
      }
    }
  }

  @Test
  void leavesNoLineOpen() throws IOException, InterruptedException {
    RelayRules rules = new RelayRules(ConsoleProtocol.SERIAL, false, HOUR, HOUR, HOUR);
    long before = simulator.consoles().opened();
    List<LoopbackViewer> viewers = new ArrayList<>(); // they stay: their end would end all lines
    try {
      for (int i = 0; i < 40; i++) {
        LoopbackViewer other = new LoopbackViewer();
        viewers.add(other);
        try (ConsoleLine line =
            dialer.dial(
                new ConsoleTarget(running, ConsoleProtocol.SERIAL, 0, true),
                other.viewer,
                PATIENCE)) {
          switch (i % 4) {
            case 0 -> {} // nobody wants it any more
            case 1 -> other.person.close();
            case 2 -> {
              ConsoleRelay relay =
                  other.viewer.join(line, rules, SessionMeter.of(ConsoleProtocol.SERIAL));
              other.person.close();
              assertThat(relay.await()).isEqualTo(new Ending.Known(new EndReason.ViewerLeft()));
            }
            default ->
                other
                    .viewer
                    .join(line, rules, SessionMeter.of(ConsoleProtocol.SERIAL))
                    .end(new EndReason.GoingAway());
          }
        }
      }

      await().atMost(PATIENCE).until(() -> simulator.consoles().open() == 0);
      assertThat(simulator.consoles().opened() - before).isGreaterThanOrEqualTo(40);
    } finally {
      for (LoopbackViewer viewer : viewers) {
        viewer.close();
      }
    }
  }

  @Test
  void givesUpOnAClusterThatDoesNotAnswer() {
    simulator.hang(Duration.ofSeconds(2));

    assertThatThrownBy(
            () ->
                dialer.dial(
                    new ConsoleTarget(running, ConsoleProtocol.VNC, 0, true),
                    loopback.viewer,
                    Duration.ofMillis(500)))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused ->
                assertThat(refused.failure())
                    .isEqualTo(new PlatformFailure.ClusterTimedOut(Duration.ofMillis(500))));
  }

  @Test
  void keepsNobodyWaitingForNamesButItself() throws InterruptedException {
    KubernetesClient named = ClusterClients.fromKubeconfig(simulator.kubeconfig());
    CountDownLatch answered = new CountDownLatch(1);
    HostNames silent =
        new HostNames(
            _ -> {
              await().atMost(PATIENCE).until(() -> answered.getCount() == 0);
              return InetAddress.getLoopbackAddress();
            });
    try (KubernetesClient elsewhere = at("https://cluster.example:6443", named)) {
      KubeVirtConsoleDialer patient =
          new KubeVirtConsoleDialer(elsewhere, new SecureRandom(), silent);

      assertThatThrownBy(
              () ->
                  patient.dial(
                      new ConsoleTarget(running, ConsoleProtocol.VNC, 0, true),
                      loopback.viewer,
                      Duration.ofMillis(300)))
          .isInstanceOfSatisfying(
              FailureException.class,
              refused ->
                  assertThat(refused.failure())
                      .isEqualTo(new PlatformFailure.ClusterTimedOut(Duration.ofMillis(300))));
    } finally {
      answered.countDown();
      named.close();
    }
  }

  private static KubernetesClient at(String url, KubernetesClient like) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(like.getConfiguration()).withMasterUrl(url).build())
        .build();
  }

  @Test
  void trustsNobodyButTheClusterItself() throws IOException, InterruptedException {
    KubernetesClient stranger = ClusterClients.fromKubeconfig(simulator.kubeconfig());
    stranger.getConfiguration().setCaCertData(null);
    stranger.getConfiguration().setCaCertFile(null);
    try (stranger) {
      KubeVirtConsoleDialer suspicious = new KubeVirtConsoleDialer(stranger, new SecureRandom());

      assertThatThrownBy(
              () ->
                  suspicious.dial(
                      new ConsoleTarget(running, ConsoleProtocol.VNC, 0, true),
                      loopback.viewer,
                      PATIENCE))
          .isInstanceOfSatisfying(
              FailureException.class,
              refused ->
                  assertThat(refused.failure())
                      .isInstanceOfSatisfying(
                          PlatformFailure.ClusterUnreachable.class,
                          failure -> assertThat(failure.reason()).contains("not trusted")));
    }
  }
}
