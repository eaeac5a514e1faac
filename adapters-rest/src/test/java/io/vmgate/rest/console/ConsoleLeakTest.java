package io.vmgate.rest.console;

import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.relay.testing.LoopbackMachines;
import io.vmgate.relay.testing.WebSocketClient;
import io.vmgate.relay.testing.WebSocketClient.Answer;
import io.vmgate.relay.testing.WebSocketEnd;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.rest.ContractServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Counts what many short sessions leave behind: nothing, however they end. There are {@value
 * #SESSIONS} of them, or {@code -Dtest.console.sessions}.
 */
@Timeout(300)
class ConsoleLeakTest {
  private static final int SESSIONS = 2_000;
  private static final int AT_ONCE = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final TenantId ACME = new TenantId("acme");
  private static final String PATH = "/api/v1/vms/console/ws";

  /** Threads and descriptors that the runtime itself may have taken meanwhile. */
  private static final int SLACK = 12;

  /** Chunks of memory that the allocator keeps for later. */
  private static final long MEMORY_SLACK_BYTES = 16 << 20;

  /** A short session, from the ticket to its end. */
  @FunctionalInterface
  private interface Ending {
    void happen(Vm vm) throws IOException, InterruptedException;
  }

  /** What is there while nothing happens. */
  private record Held(int threads, long descriptors, long directBytes) {
    static Held now() {
      var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Held(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          system.getOpenFileDescriptorCount(),
          ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory());
    }
  }

  private final List<Ending> endings =
      List.of(
          this::viewerSaysGoodbye,
          this::viewerIsCutOff,
          this::viewerIsCutOffBeforeTheLine,
          this::viewerNeverReads,
          this::machineSaysGoodbye,
          this::machineIsCutOff,
          this::machineStops,
          this::machineGivesNoLine,
          this::machineGreetsWithNonsense,
          this::machineIsCutOffWhileGreeting,
          this::viewerGreetsWithNonsense,
          this::viewerIsCutOffWhileGreeting,
          vm -> viewerSends(vm, "81810000000078", CloseFrame.UNSUPPORTED_DATA), // a text frame
          vm -> viewerSends(vm, "820178", CloseFrame.PROTOCOL_ERROR), // not masked
          vm -> viewerSends(vm, "c2810000000078", CloseFrame.PROTOCOL_ERROR), // a reserved bit
          this::viewerIsCutOffWithinAHugeFrame,
          this::sessionIsEnded,
          this::ticketIsUnknown,
          this::ticketIsUsed,
          this::ticketHasExpired,
          this::upgradeIsMalformed);

  private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();

  /** Its leak detector is among them, and so are connections that nobody looks after. */
  private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");

  private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
  private final ContractServer server = ContractServer.start();
  private final LoopbackMachines machines = server.sockets.machines;
  private final AtomicLong begun = new AtomicLong();

  @BeforeEach
  void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    complaints.start();
    netty.addAppender(complaints);
  }

  @AfterEach
  void stop() {
    netty.detachAppender(complaints);
    ResourceLeakDetector.setLevel(usual);
    server.close();
  }

  @Test
  void leavesNothingBehind(@TempDir Path folder) throws Exception {
    int sessions = Integer.getInteger("test.console.sessions", SESSIONS);
    run(Math.max(200, sessions / 10));
    Held before = settle();

    run(sessions);
    Held after = settle();

    assertThat(server.sockets.live.connections()).isZero();
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + SLACK);
    assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + SLACK);
    assertThat(after.directBytes()).isLessThanOrEqualTo(before.directBytes() + MEMORY_SLACK_BYTES);
    assertThat(virtualThreads(folder)).doesNotContain("RelayConsole");
    assertThat(complaints.list).as("what Netty complains of").isEmpty();
  }

  private void run(int sessions) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < sessions; i++) {
        Ending ending = endings.get(i % endings.size());
        all.add(threads.submit(() -> begin(ending)));
      }
    }
    for (Future<?> one : all) {
      one.get(); // throws what went wrong in it
    }
  }

  private Void begin(Ending ending) throws IOException, InterruptedException {
    long number = begun.incrementAndGet();
    Vm vm = aVm().named("shop", "web-" + number).build();
    server.inventory.put(vm);
    ending.happen(vm);
    if (number % 500 == 0) {
      server.consoles.forgetSessions(ACME, Instant.now()); // it looks at all of them, every time
    }
    return null;
  }

  /** Wait until all is quiet, and let the garbage collector find what was lost. */
  private Held settle() throws IOException {
    await().atMost(PATIENCE).until(() -> server.sockets.live.connections() == 0);
    await()
        .atMost(PATIENCE)
        .until(() -> server.consoles.all().stream().allMatch(session -> session.end() != null));
    for (WebSocketEnd machine : machines.rest()) {
      hearsTheEnd(machine);
    }
    Held[] last = {Held.now()};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              System.gc();
              ByteBufAllocator.DEFAULT.directBuffer(64).release(); // reports what was collected
              Held before = last[0];
              last[0] = Held.now();
              return last[0].descriptors() >= before.descriptors();
            });
    return last[0];
  }

  /** Virtual threads are in no count; those that serve a session are in this text. */
  private static String virtualThreads(Path folder) throws IOException {
    Path file = folder.resolve("threads.txt");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(
            file.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    return Files.readString(file);
  }

  // ---- endings

  private void viewerSaysGoodbye(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    talk(viewer, machine);
    viewer.write(new CloseFrame(CloseFrame.NORMAL, ""));
    hearsTheEnd(machine);
    hearsTheEnd(viewer);
  }

  private void viewerIsCutOff(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    talk(viewer, machine);
    cutOff(viewer);
    hearsTheEnd(machine);
  }

  private void viewerIsCutOffBeforeTheLine(Vm vm) throws IOException {
    cutOff(enter(vm));
  }

  private void viewerNeverReads(Vm vm) throws IOException, InterruptedException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    AtomicLong sent = new AtomicLong();
    Thread pump = Thread.ofVirtual().start(() -> pump(machine, sent));
    AtomicLong seen = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> seen.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
    cutOff(viewer);
    pump.join(PATIENCE);
    hearsTheEnd(machine);
  }

  /** Send until nobody takes any more, but no more than what shows the point. */
  private static void pump(WebSocketEnd machine, AtomicLong sent) {
    byte[] picture = new byte[64 << 10];
    try {
      while (sent.get() < 16 << 20) {
        machine.send(picture);
        sent.addAndGet(picture.length);
      }
    } catch (UncheckedIOException cutOff) {
      sent.incrementAndGet();
    }
  }

  private void machineSaysGoodbye(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    talk(viewer, machine);
    machine.write(new CloseFrame(CloseFrame.NORMAL, ""));
    hearsTheEnd(viewer);
    hearsTheEnd(machine);
  }

  private void machineIsCutOff(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    talk(viewer, machine);
    cutOff(machine);
    hearsTheEnd(viewer);
  }

  private void machineStops(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    machine.send("Power down.");
    server.inventory.put(aVm().named("shop", vm.name().name()).stopped().build());
    machine.close();
    assertThat(hearsTheEnd(viewer)).isEqualTo(4002);
  }

  private void machineGivesNoLine(Vm vm) throws IOException {
    machines.refuse(
        vm.name(), new ConsoleFailure.LineRefused(LineProblem.NO_SERIAL, "").toException());
    WebSocketEnd viewer = enter(vm);
    viewer.send("is anybody there?");
    assertThat(hearsTheEnd(viewer)).isEqualTo(1011);
  }

  private void machineGreetsWithNonsense(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm, ConsoleProtocol.VNC);
    WebSocketEnd machine = machines.next(vm.name());
    machine.send("SSH-2.0-OpenSSH_9.2\r\n");
    viewer.send("RFB 003.008\n");
    assertThat(hearsTheEnd(viewer)).isEqualTo(1011);
    hearsTheEnd(machine);
  }

  private void machineIsCutOffWhileGreeting(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm, ConsoleProtocol.VNC);
    WebSocketEnd machine = machines.next(vm.name());
    machine.send("RFB 003.008\n\u0001\u0001");
    machine.readUntil("RFB 003.008\n\u0001");
    cutOff(machine);
    hearsTheEnd(viewer);
  }

  private void viewerGreetsWithNonsense(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm, ConsoleProtocol.VNC);
    WebSocketEnd machine = greeted(vm);
    viewer.readUntil("RFB 003.008\n");
    viewer.send("GET / HTTP/1.1\r\n\r\n");
    assertThat(hearsTheEnd(viewer)).isEqualTo(CloseFrame.PROTOCOL_ERROR);
    hearsTheEnd(machine);
  }

  private void viewerIsCutOffWhileGreeting(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm, ConsoleProtocol.VNC);
    WebSocketEnd machine = greeted(vm);
    machine.send("bytes that came early");
    viewer.readUntil("RFB 003.008\n");
    viewer.send("RFB 003.008\n");
    cutOff(viewer);
    hearsTheEnd(machine);
  }

  private void viewerSends(Vm vm, String wire, int code) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    viewer.sendRaw(HexFormat.of().parseHex(wire));
    assertThat(hearsTheEnd(viewer)).isEqualTo(code);
    hearsTheEnd(machine);
  }

  private void viewerIsCutOffWithinAHugeFrame(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    viewer.sendRaw(HexFormat.of().parseHex("82ff000000000100000000000000" + "6162"));
    machine.readUntil("ab");
    cutOff(viewer);
    hearsTheEnd(machine);
  }

  private void sessionIsEnded(Vm vm) throws IOException {
    WebSocketEnd viewer = enter(vm);
    WebSocketEnd machine = machines.next(vm.name());
    talk(viewer, machine);
    ConsoleSession session = server.consoles.live(ACME, vm.id()).getFirst();
    server.sockets.live.end(session.id(), new EndReason.Disconnected("root"));
    assertThat(hearsTheEnd(viewer)).isEqualTo(4000);
    hearsTheEnd(machine);
  }

  private void ticketIsUnknown(Vm vm) throws IOException {
    isRefused(connect(TicketToken.random(new Random()).text()), 401);
    isRefused(connect("%00%ff"), 401);
  }

  private void ticketIsUsed(Vm vm) throws IOException {
    String token = ticket(vm, ConsoleProtocol.SERIAL, Instant.now());
    Answer first = connect(token);
    isRefused(connect(token), 401);
    cutOff(first.end());
  }

  private void ticketHasExpired(Vm vm) throws IOException {
    Instant longAgo = Instant.now().minus(Duration.ofDays(2));
    isRefused(connect(ticket(vm, ConsoleProtocol.SERIAL, longAgo)), 401);
  }

  private void upgradeIsMalformed(Vm vm) throws IOException {
    String token = ticket(vm, ConsoleProtocol.SERIAL, Instant.now());
    isRefused(
        WebSocketClient.send(
            server.port(),
            "GET "
                + PATH
                + "?token="
                + token
                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n"),
        426);
  }

  // ---- what they are made of

  private String ticket(Vm vm, ConsoleProtocol protocol, Instant issuedAt) {
    TicketToken token = TicketToken.random(new Random());
    User user = server.users.find(ACME, UserName.parse("operator").orElseThrow()).orElseThrow();
    Caller caller = new Caller(user.id(), user.tenant(), user.name().toString(), user.roles());
    server.consoles.add(
        aTicket().with(token).by(caller).on(vm).to(protocol).issuedAt(issuedAt).build());
    return token.text();
  }

  private Answer connect(String token) throws IOException {
    return WebSocketClient.connect(server.port(), PATH + "?token=" + token);
  }

  private WebSocketEnd enter(Vm vm) throws IOException {
    return enter(vm, ConsoleProtocol.SERIAL);
  }

  private WebSocketEnd enter(Vm vm, ConsoleProtocol protocol) throws IOException {
    Answer answer = connect(ticket(vm, protocol, Instant.now()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(101);
    return answer.end();
  }

  private static void isRefused(Answer answer, int status) throws IOException {
    answer.end().close();
    assertThat(answer.status()).isEqualTo(status);
  }

  private static void talk(WebSocketEnd viewer, WebSocketEnd machine) throws IOException {
    machine.send("login: ");
    viewer.readUntil("login: ");
    viewer.send("root\r");
    machine.readUntil("root\r");
  }

  /** A machine that has shown its screen to the platform. */
  private WebSocketEnd greeted(Vm vm) throws IOException {
    WebSocketEnd machine = machines.next(vm.name());
    machine.send("RFB 003.008\n\u0001\u0001\0\0\0\0");
    machine.readUntil("RFB 003.008\n\u0001\u0001");
    byte[] init = new byte[24 + 5];
    init[1] = 64;
    init[3] = 64;
    init[23] = 5;
    machine.send(init);
    return machine;
  }

  private static void cutOff(WebSocketEnd end) throws IOException {
    end.socket.setSoLinger(true, 0);
    end.close();
  }

  /**
   * Read to the end and hang up; fails if that does not come.
   *
   * @return the code that was told; 0 for none
   */
  private static int hearsTheEnd(WebSocketEnd end) throws IOException {
    try (end) {
      CloseFrame goodbye = end.readGoodbye();
      return goodbye == null ? 0 : goodbye.code();
    } catch (SocketException reset) {
      return 0; // that is an end as well
    }
  }
}
