package io.vmgate.rest.console;

import static io.vmgate.testkit.vm.VmBuilder.aVm;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.console.Admission;
import io.vmgate.application.limit.Limits;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.TicketToken;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.client.ForwardedHeader;
import io.vmgate.rest.client.TrustedProxies;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLinkTest {
  private static final Vm VM = aVm().named("shop", "web-1").build();
  private static final Vm STOPPED = aVm().named("shop", "web-2").stopped().build();
  private static final Vm FOREIGN = aVm().named("research", "gpu-1").build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private ContractServer server = started(ContractServer.start());

  private static ContractServer started(ContractServer server) {
    List.of(VM, STOPPED, FOREIGN).forEach(server.inventory::put);
    return server;
  }

  private void restart(Limits limits, TrustedProxies proxies) {
    server.close();
    server = started(ContractServer.start(limits, proxies));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesALinkInTheContractsShape() {
    Answer answer = open("operator", VM, "{\"protocol\":\"vnc\",\"expireTime\":3600}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String url = answer.text("data", "consoleUrl");
    assertThat(url)
        .matches(
            "ws://127\\.0\\.0\\.1:"
                + server.port()
                + "/api/v1/vms/console/ws\\?token=[A-Za-z0-9_-]{43}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":200,\"message\":\"success\",\"data\":{\"consoleUrl\":\""
                + url
                + "\",\"expireTime\":\""
                + answer.text("data", "expireTime")
                + "\",\"protocol\":\"vnc\",\"port\":null,\"extra\":{\"viewOnly\":false,"
                + "\"takeover\":false,\"holder\":null,\"extra\":null}}}");
    Instant expires =
        LocalDateTime.parse(answer.text("data", "expireTime"), TIME)
            .atZone(ZoneId.of("Asia/Shanghai"))
            .toInstant();
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
  }

  @Test
  void makesALinkThatLetsIn() {
    Answer answer = open("operator", VM, "{\"viewOnly\":true,\"extra\":{\"case\":7}}");

    var ticket = server.consoles.find(TicketToken.parse(token(answer)).orElseThrow().hash());
    assertThat(ticket.orElseThrow().ticket().viewOnly()).isTrue();
    assertThat(ticket.orElseThrow().ticket().caller().username()).isEqualTo("operator");
    assertThat(answer.at("data", "extra", "extra")).isEqualTo("{\"case\":7}");
  }

  @Test
  void needsNeitherBodyNorFields() {
    assertThat(open("operator", VM, "").text("data", "protocol")).isEqualTo("vnc");
    assertThat(open("operator", VM, "{}").status()).isEqualTo(200);
  }

  @Test
  void namesEveryWrongField() {
    Answer answer =
        open(
            "operator",
            VM,
            "{\"protocol\":\"rdp\",\"expireTime\":9,\"takeover\":\"yes\",\"extra\":[]}",
            "Accept-Language",
            "en");

    assertThat(answer.code()).isEqualTo(40001);
    assertThat(answer.at("data", "fieldErrors"))
        .isEqualTo(
            "[{\"field\":\"protocol\",\"reason\":\"must be one of: vnc, spice, serial\"},"
                + "{\"field\":\"expireTime\",\"reason\":\"must be between 10 and 86400\"},"
                + "{\"field\":\"takeover\",\"reason\":\"has the wrong type; expected boolean\"},"
                + "{\"field\":\"extra\",\"reason\":\"has the wrong type; expected object\"}]");
  }

  @ParameterizedTest
  @CsvSource({"10,200", "86400,200", "86401,400", "\"3600\",400", "10.5,400", "1e4,200", "-1,400"})
  void takesWholeSecondsOfValidity(String expireTime, int status) {
    assertThat(open("operator", VM, "{\"expireTime\":" + expireTime + "}").status())
        .isEqualTo(status);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThat(open("operator", VM, "{").code()).isEqualTo(40002);
  }

  @Test
  void refusesWhoMayNot() {
    assertThat(open("viewer", VM, "").code()).isEqualTo(40301);
    assertThat(open("operator", VM, "{\"takeover\":true}").text("message"))
        .isEqualTo("缺少权限：vm:console:takeover");
    assertThat(open("root", VM, "{\"takeover\":true}").status()).isEqualTo(200);
    assertThat(open("operator", FOREIGN, "").code()).isEqualTo(40401);
    assertThat(server.post("/api/v1/vms/" + VM.id() + "/console", "").code()).isEqualTo(40102);
  }

  @Test
  void refusesAMachineThatDoesNotRunOrHasNoSuchConsole() {
    assertThat(open("operator", STOPPED, "").body())
        .isEqualTo(
            "{\"code\":40901,\"message\":\"虚拟机当前状态为 stopped，不能执行 console" + " 操作\",\"data\":null}");
    assertThat(open("operator", VM, "{\"protocol\":\"spice\"}").body())
        .isEqualTo("{\"code\":40003,\"message\":\"该虚拟机不支持 spice 控制台\",\"data\":null}");
  }

  @Test
  void limitsTheLinksOfAUserAMinute() {
    restart(Limits.perMinute(0, 0, 0, 5), TrustedProxies.NONE);
    for (int i = 0; i < 5; i++) {
      assertThat(open("operator", VM, "").status()).isEqualTo(200);
    }

    Answer sixth = open("operator", VM, "");

    assertThat(sixth.code()).isEqualTo(42901);
    assertThat(sixth.header("Retry-After")).isEqualTo("12");
    assertThat(open("root", VM, "").status()).isEqualTo(200);
  }

  @Test
  void namesWhoIsOnTheConsole() {
    ConsoleSession session = enter(open("root", VM, ""));

    Answer answer = open("operator", VM, "");

    assertThat(answer.text("data", "extra", "holder", "username")).isEqualTo("root");
    assertThat(answer.text("data", "extra", "holder", "sessionId"))
        .isEqualTo(session.id().toString());
  }

  @Test
  void leadsBackTheWayTheRequestCame() {
    restart(Limits.OFF, TrustedProxies.parse("127.0.0.0/8, ::1", ForwardedHeader.X_FORWARDED_FOR));

    assertThat(
            open(
                    "operator",
                    VM,
                    "",
                    "X-Forwarded-Proto",
                    "https",
                    "X-Forwarded-Host",
                    "vm.example.org")
                .text("data", "consoleUrl"))
        .startsWith("wss://vm.example.org/api/v1/vms/console/ws?token=");
    assertThat(open("operator", VM, "", "X-Forwarded-Host", "a\"b/../").text("data", "consoleUrl"))
        .startsWith("ws://127.0.0.1:" + server.port() + "/api/v1/");
  }

  @Test
  void readsTheHeaderThatTheProxiesWrite() {
    restart(Limits.OFF, TrustedProxies.parse("127.0.0.0/8, ::1", ForwardedHeader.FORWARDED));

    assertThat(
            open(
                    "operator",
                    VM,
                    "",
                    "X-Forwarded-Proto",
                    "http",
                    "Forwarded",
                    "for=192.0.2.1;proto=https;host=\"vm.example.org:8443\", for=10.0.0.1")
                .text("data", "consoleUrl"))
        .startsWith("wss://vm.example.org:8443/api/v1/vms/console/ws?token=");
  }

  @Test
  void believesNobodyElseWhereTheRequestCameFrom() {
    assertThat(
            open("operator", VM, "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.org")
                .text("data", "consoleUrl"))
        .startsWith("ws://127.0.0.1:" + server.port() + "/");
  }

  @Test
  void tellsThatNobodyIsThere() {
    assertThat(status(VM).body())
        .isEqualTo(
            "{\"code\":200,\"message\":\"success\",\"data\":{\"connected\":false,"
                + "\"connectTime\":null,\"clientIp\":null,"
                + "\"extra\":{\"sessions\":[],\"lastEnded\":null}}}");
  }

  @Test
  void tellsWhoIsThereAndHowTheLastSessionEnded() {
    ConsoleSession first = enter(open("operator", VM, ""));
    server.consoles.end(first, new EndReason.TakenOver("root"), new Traffic(1000, 20));
    ConsoleSession session = enter(open("root", VM, "{\"protocol\":\"serial\"}"));

    Answer answer = status(VM, "Accept-Language", "en");

    String connectTime = answer.text("data", "connectTime");
    String last = "\"lastEnded\":" + answer.at("data", "extra", "lastEnded");
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":200,\"message\":\"success\",\"data\":{\"connected\":true,"
                + "\"connectTime\":\""
                + connectTime
                + "\",\"clientIp\":\"192.168.1.150\",\"extra\":{\"sessions\":[{\"sessionId\":\""
                + session.id()
                + "\",\"protocol\":\"serial\",\"username\":\"root\",\"viewOnly\":false,"
                + "\"clientIp\":\"192.168.1.150\",\"connectTime\":\""
                + connectTime
                + "\",\"latencyMillis\":null}],"
                + last
                + "}}}");
    assertThat(last)
        .contains("\"sessionId\":\"" + first.id() + "\"")
        .contains("\"reason\":\"TAKEN_OVER\",\"message\":\"root took the console over\"")
        .contains("\"bytesToViewer\":1000,\"bytesToVm\":20");
    assertThat(answer.header("ETag")).isNotNull();
  }

  @Test
  void disconnectsInTheContractsWords() {
    ConsoleSession screen = enter(open("operator", VM, ""));
    ConsoleSession serial = enter(open("operator", VM, "{\"protocol\":\"serial\"}"));

    assertThat(disconnect(VM, "{\"sessionId\":\"" + serial.id() + "\"}").body())
        .isEqualTo("{\"code\":200,\"message\":\"控制台已成功断开连接\",\"data\":null}");
    assertThat(server.consoles.live(screen.caller().tenant(), VM.id())).containsExactly(screen);

    assertThat(disconnect(VM, "{\"protocol\":\"vnc\"}").status()).isEqualTo(200);
    assertThat(status(VM).at("data", "connected")).isEqualTo("false");
    assertThat(status(VM).text("data", "extra", "lastEnded", "reason")).isEqualTo("DISCONNECTED");
    assertThat(disconnect(VM, "").code()).isEqualTo(200);
  }

  @Test
  void refusesToDisconnectWhatIsNoSessionOrNotTheCallers() {
    assertThat(disconnect(VM, "{\"sessionId\":\"x\",\"protocol\":1}").at("data", "fieldErrors"))
        .isEqualTo(
            "[{\"field\":\"sessionId\",\"reason\":\"格式错误：UUID\"},"
                + "{\"field\":\"protocol\",\"reason\":\"类型错误，应为 string\"}]");
    assertThat(disconnect(FOREIGN, "").code()).isEqualTo(40401);
  }

  @Test
  void showsTheScreen() {
    Answer answer = screen(VM);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/png");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, max-age=3");
    assertThat(answer.body()).contains("PNG");
    String tag = answer.header("ETag");
    Answer again = screen(VM, "If-None-Match", String.valueOf(tag), "Accept", "image/*");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(server.camera.shots()).isEqualTo(1);
  }

  @Test
  void answersInTheEnvelopeWhyThereIsNoPicture() {
    assertThat(screen(STOPPED).code()).isEqualTo(40901);
    assertThat(screen(FOREIGN).code()).isEqualTo(40401);
    assertThat(server.get(path(VM) + "/screenshot", as("viewer")).code()).isEqualTo(40301);
    server.camera.refuse(
        new ConsoleFailure.LineRefused(LineProblem.NO_SCREEN, "No graphics devices"));
    assertThat(screen(VM, "Accept", "image/png").code()).isEqualTo(40003);
    server.camera.refuse(new ConsoleFailure.LineRefused(LineProblem.OTHER, "libvirt says no"));
    Answer refused = screen(VM, "Accept-Language", "en");
    assertThat(refused.code()).isEqualTo(50201);
    assertThat(refused.text("message")).contains("libvirt says no");
  }

  @Test
  void saysWhenTheDatabaseIsAway() {
    String token = server.tokenOf("operator");
    server.consoles.beAway(true);

    assertThat(server.post(path(VM), "", "Authorization", "Bearer " + token).code())
        .isEqualTo(50301);
    assertThat(server.get(path(VM) + "/status", "Authorization", "Bearer " + token).code())
        .isEqualTo(50301);
  }

  private ConsoleSession enter(Answer link) {
    Admission admission = server.enterConsole().enter(token(link), "192.168.1.150");
    assertThat(admission.session().protocol()).isIn((Object[]) ConsoleProtocol.values());
    return admission.session();
  }

  private static String token(Answer link) {
    String url = link.text("data", "consoleUrl");
    return url.substring(url.indexOf("token=") + "token=".length());
  }

  private Answer open(String user, Vm vm, String body, String... headers) {
    return server.post(path(vm), body, as(user, headers));
  }

  private Answer status(Vm vm, String... headers) {
    return server.get(path(vm) + "/status", as("operator", headers));
  }

  private Answer screen(Vm vm, String... headers) {
    return server.get(path(vm) + "/screenshot", as("operator", headers));
  }

  private Answer disconnect(Vm vm, String body) {
    return server.post(path(vm) + "/disconnect", body, as("operator"));
  }

  private String[] as(String user, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Authorization";
    all[1] = "Bearer " + server.tokenOf(user);
    return all;
  }

  private static String path(Vm vm) {
    return "/api/v1/vms/" + vm.id() + "/console";
  }
}
