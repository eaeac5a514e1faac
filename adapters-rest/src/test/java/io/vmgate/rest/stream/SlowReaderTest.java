package io.vmgate.rest.stream;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.domain.stream.Change;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmSummary;
import io.vmgate.rest.ContractServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that does not read while thousands of changes are made. */
class SlowReaderTest {
  private static final TenantId ACME = new TenantId("acme");

  /** Some 14 MB: more than the system itself keeps for a connection. */
  private static final int CHANGES = 24_000;

  private static final int TOGETHER = 200;

  @Test
  void isToldToReadAnewOnceItReadsAgainAndHoldsUpNobody() throws IOException {
    StreamOptions patient =
        new StreamOptions(
            Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMillis(50), 50);
    try (ContractServer server = ContractServer.start(patient);
        Socket slow = open(server)) {
      readInStepWithChanges(server);

      assertThat(server.fanOut.overruns()).isPositive();
      List<String> kinds = new ArrayList<>();
      List<String> names = new ArrayList<>();
      slow.setSoTimeout(10_000);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8));
      String last = "\"web-" + (CHANGES - 1) + "\"";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          kinds.add(line);
        } else if (line.startsWith("data: {\"id\"")) {
          names.add(line.substring(line.indexOf("\"name\":") + 7, line.indexOf(",\"namespace\"")));
          if (names.getLast().equals(last)) {
            break;
          }
        }
      }
      assertThat(kinds.getFirst()).isEqualTo("event: ready");
      assertThat(kinds).contains("event: reset");
      // Nothing but what a reset stands for is left out.
      assertThat(names).hasSizeLessThan(CHANGES).doesNotHaveDuplicates().endsWith(last);
    }
  }

  @Test
  void isCutOffWhenItGoesOnNotReading() throws IOException {
    StreamOptions impatient =
        new StreamOptions(
            Duration.ofSeconds(15), Duration.ofMillis(300), Duration.ofMillis(50), 50);
    try (ContractServer server = ContractServer.start(impatient);
        Socket _ = open(server)) {
      readInStepWithChanges(server);

      await().atMost(Duration.ofSeconds(10)).until(() -> server.fanOut.listening() == 0);
    }
  }

  /** Make changes while another client reads them, which it must be able to, in order. */
  private static void readInStepWithChanges(ContractServer server) {
    try (SseClient quick = SseClient.open(server, server.tokenOf("viewer"), "")) {
      assertThat(quick.next().kind()).isEqualTo("ready");
      for (int done = 0; done < CHANGES; done += TOGETHER) {
        int from = done;
        server.changes.write(
            IntStream.range(from, from + TOGETHER)
                .mapToObj(SlowReaderTest::shown)
                .toArray(Change[]::new));
        assertThat(quick.next(TOGETHER).getLast().text("name"))
            .isEqualTo("web-" + (from + TOGETHER - 1));
      }
    }
  }

  private static Socket open(ContractServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    String request =
        "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(server.tokenOf("viewer"));
    socket.getOutputStream().write(request.getBytes(UTF_8));
    await().atMost(Duration.ofSeconds(10)).until(() -> server.fanOut.listening() == 1);
    return socket;
  }

  private static Change shown(int number) {
    return new Change.VmShown(ACME, VmSummary.of(aVm().named("shop", "web-" + number).build()));
  }
}
