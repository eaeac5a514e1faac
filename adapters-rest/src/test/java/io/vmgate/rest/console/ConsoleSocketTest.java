package io.vmgate.rest.console;

import static io.vmgate.testkit.console.TicketBuilder.aTicket;
import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.limit.Limits;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.relay.testing.WebSocketClient;
import io.vmgate.relay.testing.WebSocketClient.Answer;
import io.vmgate.relay.testing.WebSocketEnd;
import io.vmgate.relay.websocket.CloseFrame;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.TrustedProxies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleSocketTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final String PATH = "/api/v1/vms/console/ws";

  private static ContractServer server;
  private static int machines;

  private final Vm vm = machine();

  @BeforeAll
  static void start() {
    server = ContractServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static synchronized Vm machine() {
    Vm vm = aVm().named("shop", "web-" + ++machines).build();
    server.inventory.put(vm);
    return vm;
  }

  private TicketToken ticket(ConsoleProtocol protocol) {
    return ticket(server, protocol);
  }

  private TicketToken ticket(ContractServer server, ConsoleProtocol protocol) {
    TicketToken token = TicketToken.random(new Random());
    User user = server.users.find(ACME, UserName.parse("operator").orElseThrow()).orElseThrow();
    Caller caller = new Caller(user.id(), user.tenant(), user.name().toString(), user.roles());
    server.consoles.add(
        aTicket().with(token).by(caller).on(vm).to(protocol).issuedAt(Instant.now()).build());
    return token;
  }

  private static Answer connect(String token, String... headers) throws IOException {
    return WebSocketClient.connect(server.port(), PATH + "?token=" + token, headers);
  }

  private ConsoleSession session() {
    return server.consoles.all().stream()
        .filter(session -> session.vm().equals(vm.id()))
        .findFirst()
        .orElseThrow();
  }

  private ConsoleSession.End ended() {
    await().atMost(Duration.ofSeconds(10)).until(() -> session().end() != null);
    return Objects.requireNonNull(session().end());
  }

  @Test
  void joinsAViewerToTheMachine() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text());
    WebSocketEnd machine = server.sockets.machines.next();

    machine.send("login: ");
    assertThat(answer.end().readUntil("login: ")).isEqualTo("login: ");
    answer.end().send("root\r");
    assertThat(machine.readUntil("root\r")).isEqualTo("root\r");
    answer.end().write(new CloseFrame(1000, ""));

    assertThat(answer.status()).isEqualTo(101);
    assertThat(ended().reason()).isEqualTo(new EndReason.ViewerLeft());
    assertThat(ended().traffic()).isEqualTo(new Traffic(7, 5));
    assertThat(session().clientAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void tellsHowLongTheWayToTheViewerAndBackTakes() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text());
    WebSocketEnd machine = server.sockets.machines.next(vm.name());
    machine.send("behind the first ping");
    answer.end().readUntil("behind the first ping");
    answer.end().send("behind the answer");
    machine.readUntil("behind the answer");

    // What came with the handshake may overtake the first ping; the viewer answers as it reads on.
    String status = "/api/v1/vms/" + vm.id() + "/console/status";
    String bearer = "Bearer " + server.tokenOf("operator");
    await()
        .until(
            () -> {
              machine.send("more");
              answer.end().readUntil("more");
              return server
                  .get(status, "Authorization", bearer)
                  .at("data", "extra", "sessions", 0, "latencyMillis")
                  .matches("\\d+");
            });
    answer.end().write(new CloseFrame(1000, ""));
  }

  @Test
  void answersTheSubprotocolOfBrowsers() throws IOException, InterruptedException {
    Answer asked =
        connect(ticket(ConsoleProtocol.SERIAL).text(), "Sec-WebSocket-Protocol: base64, binary");
    server.sockets.machines.next();

    assertThat(asked.head()).containsIgnoringCase("sec-websocket-protocol: binary\r\n");
    asked.end().socket.close();
  }

  @Test
  void answersNoSubprotocolThatNobodyAskedFor() throws IOException, InterruptedException {
    Answer silent = connect(ticket(ConsoleProtocol.SERIAL).text());
    server.sockets.machines.next();

    assertThat(silent.head()).doesNotContainIgnoringCase("sec-websocket-protocol");
    silent.end().socket.close();
  }

  @Test
  void letsOneOfManyIn() throws Exception {
    String token = ticket(ConsoleProtocol.SERIAL).text();
    List<Future<Answer>> answers;

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads.invokeAll(
              IntStream.range(0, 200)
                  .<Callable<Answer>>mapToObj(_ -> () -> connect(token))
                  .toList());
    }

    List<Integer> statuses = answers.stream().map(answer -> answer.resultNow().status()).toList();
    assertThat(statuses).hasSize(200).containsOnlyOnce(101).contains(401);
    server.sockets.machines.next();
    for (Future<Answer> answer : answers) {
      answer.resultNow().end().socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "%00%ff",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "..%2f..%2fetc",
        "%zz"
      })
  void refusesWhatIsNoTicket(String token) throws IOException {
    Answer answer = connect(token);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("40105").contains("\"data\":null");
    assertThat(answer.head()).containsIgnoringCase("x-request-id: ");
  }

  @Test
  void refusesAUsedTicketLikeAnyOther() throws IOException, InterruptedException {
    String token = ticket(ConsoleProtocol.SERIAL).text();
    Answer first = connect(token);
    server.sockets.machines.next();

    Answer again = connect(token, "Accept-Language: en");

    assertThat(again.status()).isEqualTo(401);
    assertThat(again.body()).contains("unknown, used or expired");
    first.end().socket.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'',               zh, 该虚拟机没有串口控制台",
    "&language=en,     zh, the virtual machine has no serial console",
    "&language=zh,     en, 该虚拟机没有串口控制台",
    "&language=,       en, the virtual machine has no serial console",
    "&language=zh-CN,  en, 该虚拟机没有串口控制台",
    "&language=tlh,    en, the virtual machine has no serial console",
    "&language=%0D%0A, en, the virtual machine has no serial console"
  })
  void saysGoodbyeInTheLanguageOfThePage(String parameter, String browser, String words)
      throws IOException {
    server.sockets.machines.refuse(
        new ConsoleFailure.LineRefused(LineProblem.NO_SERIAL, "").toException());

    Answer answer =
        connect(ticket(ConsoleProtocol.SERIAL).text() + parameter, "Accept-Language: " + browser);
    CloseFrame goodbye = answer.end().readGoodbye();
    server.sockets.machines.refuse(null);

    assertThat(goodbye).isEqualTo(new CloseFrame(1011, words));
  }

  @Test
  void refusesPagesOfOtherSites() throws IOException {
    String token = ticket(ConsoleProtocol.SERIAL).text();

    assertThat(connect(token, "Origin: https://evil.example").status()).isEqualTo(401);
    assertThat(connect(token, "Origin: null").status()).isEqualTo(401);
    assertThat(connect(token, "Origin: http://127.0.0.1:1").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:PORT", ConsoleParts.OTHER_ORIGIN})
  void acceptsItsOwnPagesAndConfiguredOnes(String origin) throws IOException, InterruptedException {
    String page = origin.replace("PORT", String.valueOf(server.port()));

    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text(), "Origin: " + page);

    assertThat(answer.status()).isEqualTo(101);
    server.sockets.machines.next();
    answer.end().socket.close();
  }

  @Test
  void acceptsItsOwnPagesBehindAProxyThatItTrusts() throws IOException, InterruptedException {
    TrustedProxies proxies = TrustedProxies.parse("127.0.0.0/8", ForwardedHeader.X_FORWARDED_FOR);
    try (ContractServer proxied = ContractServer.start(Limits.OFF, proxies)) {
      proxied.inventory.put(vm);

      Answer answer =
          WebSocketClient.connect(
              proxied.port(),
              PATH + "?token=" + ticket(proxied, ConsoleProtocol.SERIAL).text(),
              "X-Forwarded-Host: vm.example.org",
              "Origin: https://vm.example.org");

      assertThat(answer.status()).isEqualTo(101);
      proxied.sockets.machines.next();
      answer.end().socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Connection: Upgrade\r\n",
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
        "Connection: Upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: short\r\n",
      })
  void refusesAMalformedUpgradeAndKeepsTheTicket(String headers)
      throws IOException, InterruptedException {
    String token = ticket(ConsoleProtocol.SERIAL).text();

    Answer answer =
        WebSocketClient.send(
            server.port(),
            "GET " + PATH + "?token=" + token + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.body()).contains("42601");
    assertThat(answer.head()).containsIgnoringCase("sec-websocket-version: 13\r\n");
    Answer good = connect(token);
    assertThat(good.status()).isEqualTo(101);
    server.sockets.machines.next();
    good.end().socket.close();
  }

  @Test
  void letsWhoSaysToHaveItAlreadyInAsWell() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text(), "If-None-Match: *");

    assertThat(answer.status()).isEqualTo(101);
    server.sockets.machines.next();
    answer.end().socket.close();
  }

  @Test
  void refusesOtherMethods() throws IOException {
    Answer answer =
        WebSocketClient.send(
            server.port(), "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

    assertThat(answer.status()).isEqualTo(405);
  }

  @Test
  void saysThatTheMachineHasNoSuchConsoleAnyMore() throws IOException {
    String token = ticket(ConsoleProtocol.SERIAL).text();
    server.inventory.put(
        aVm().named("shop", vm.name().name()).withConsoles(ConsoleProtocol.VNC).build());

    Answer answer = connect(token);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("40003");
    server.inventory.put(vm);
    Answer again = connect(token);
    assertThat(again.status()).isEqualTo(101);
    again.end().socket.close();
  }

  @Test
  void saysWhoHoldsTheConsole() throws IOException, InterruptedException {
    Answer holder = connect(ticket(ConsoleProtocol.SERIAL).text());
    server.sockets.machines.next();

    Answer other = connect(ticket(ConsoleProtocol.SERIAL).text(), "Accept-Language: en");

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body()).contains("40906").contains("operator");
    holder.end().socket.close();
  }

  @Test
  void tellsTheViewerWhyTheMachineGivesNoLine() throws IOException {
    server.sockets.machines.refuse(
        new ConsoleFailure.LineRefused(LineProblem.NO_SERIAL, "No serial consoles").toException());

    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text(), "Accept-Language: en");
    CloseFrame goodbye = answer.end().readGoodbye();
    server.sockets.machines.refuse(null);

    assertThat(goodbye)
        .isEqualTo(new CloseFrame(1011, "the virtual machine has no serial console"));
    assertThat(ended().reason())
        .isEqualTo(new EndReason.LineRefused(LineProblem.NO_SERIAL, "No serial consoles"));
  }

  @Test
  void tellsTheViewerThatTheMachineStopped() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text(), "Accept-Language: en");
    WebSocketEnd machine = server.sockets.machines.next();

    server.inventory.put(aVm().named("shop", vm.name().name()).stopped().build());
    machine.socket.close();

    assertThat(answer.end().readGoodbye())
        .isEqualTo(new CloseFrame(4002, "the virtual machine is not running any more: stopped"));
  }

  @Test
  void endsSessionsByOrder() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text());
    server.sockets.machines.next();
    await().atMost(Duration.ofSeconds(5)).until(() -> server.sockets.live.connections() > 0);

    server.sockets.live.end(session().id(), new EndReason.Disconnected("root"));

    assertThat(answer.end().readGoodbye()).isEqualTo(new CloseFrame(4000, "root 断开了控制台"));
    assertThat(ended().reason()).isEqualTo(new EndReason.Disconnected("root"));
  }

  @Test
  void saysThatTextIsNotWhatItTakes() throws IOException, InterruptedException {
    Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text(), "Accept-Language: en");
    server.sockets.machines.next();

    answer.end().sendRaw(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'A'});

    assertThat(answer.end().readGoodbye())
        .isInstanceOfSatisfying(
            CloseFrame.class,
            goodbye -> {
              assertThat(goodbye.code()).isEqualTo(1003);
              assertThat(goodbye.words()).contains("binary messages only");
            });
    assertThat(ended().reason()).isEqualTo(new EndReason.ViewerBroke("binary messages only"));
  }

  @Test
  void leavesTheConnectionToOtherRequestsAfterARefusal() throws IOException {
    Answer refused = connect("x");

    refused.end().sendRaw("GET /api/v1/nowhere HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
    byte[] start = refused.end().socket.getInputStream().readNBytes(12);

    assertThat(new String(start)).isEqualTo("HTTP/1.1 404");
  }

  @Test
  void doesNotKeepAMachineBusyForWhoHasGone() throws IOException {
    for (int i = 0; i < 20; i++) {
      Answer answer = connect(ticket(ConsoleProtocol.SERIAL).text());
      answer.end().socket.setSoLinger(true, 0);
      answer.end().socket.close();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.consoles.live(ACME, vm.id()).isEmpty());
    }

    assertThat(session().end()).isNotNull();
  }
}
