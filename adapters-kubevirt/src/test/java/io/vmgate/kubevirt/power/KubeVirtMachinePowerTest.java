package io.vmgate.kubevirt.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.task.MachinePower.PowerAnswer;
import io.vmgate.application.task.MachinePower.Sighting;
import io.vmgate.domain.task.MachineSight;
import io.vmgate.domain.task.MachineSight.Run;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.ClusterClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, and what is made of each answer; FACTS of KubeVirt 1.9 row by row. */
class KubeVirtMachinePowerTest {
  private static final VmName WEB = new VmName("shop", "web-1");
  private static final VmId ID = new VmId(new UUID(7, 7));
  private static final String MACHINE =
      "/apis/kubevirt.io/v1/namespaces/shop/virtualmachines/web-1";
  private static final String RUN =
      "/apis/kubevirt.io/v1/namespaces/shop/virtualmachineinstances/web-1";

  private record Reply(int code, String body) {}

  @TempDir Path folder;

  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String behaviour = "answer";
  private HttpServer server;
  private KubernetesClient client;
  private KubeVirtMachinePower power;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client = client(server.getAddress().getPort());
    power = new KubeVirtMachinePower(client, Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    ended.countDown();
    client.close();
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          START   | false | virtualmachines/web-1/start           | {}
          STOP    | false | virtualmachines/web-1/stop            | {}
          STOP    | true  | virtualmachines/web-1/stop            | {"gracePeriod":0}
          RESTART | false | virtualmachines/web-1/restart         | {}
          RESTART | true  | virtualmachines/web-1/restart         | {"gracePeriodSeconds":0}
          PAUSE   | true  | virtualmachineinstances/web-1/pause   | {}
          UNPAUSE | false | virtualmachineinstances/web-1/unpause | {}
          """)
  void asksAsKubeVirtExpects(TaskAction action, boolean force, String path, String body) {
    String full = "/apis/subresources.kubevirt.io/v1/namespaces/shop/" + path;
    replies.put(full, new Reply(202, ""));

    assertThat(power.ask(WEB, action, force)).isEqualTo(new PowerAnswer.Agreed());
    assertThat(requests).containsExactly("PUT " + full + " " + body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 |                                                                                                     | Agreed    |
          202 |                                                                                                     | Agreed    |
          400 | For force restart, only gracePeriod=0 is supported for now                                          | Refused   | For force restart, only gracePeriod=0 is supported for now
          401 | no                                                                                                  | Forbidden | no
          403 | virtualmachines.subresources.kubevirt.io "web-1" is forbidden: User "x" cannot update               | Forbidden | virtualmachines.subresources.kubevirt.io "web-1" is forbidden: User "x" cannot update
          403 | virtualmachineinstance.kubevirt.io "web-1" is forbidden: Pausing VMIs                               | Refused   | virtualmachineinstance.kubevirt.io "web-1" is forbidden: Pausing VMIs
          404 | virtualmachine.kubevirt.io "web-1" not found                                                        | Refused   | virtualmachine.kubevirt.io "web-1" not found
          409 | Operation cannot be fulfilled on virtualmachine.kubevirt.io "web-1": VM is already running          | Refused   | VM is already running
          422 | spec.running: Invalid                                                                               | Refused   | spec.running: Invalid
          429 | slow down                                                                                           | TryAgain  | slow down
          500 | Internal error occurred: unable to complete request: stop/start already underway                   | TryAgain  | unable to complete request: stop/start already underway
          500 | Internal error occurred: the server rejected our request due to an error in our request            | TryAgain  | the server rejected our request due to an error in our request
          500 | Internal error occurred: admission webhook "x" denied the request: no                              | Refused   | admission webhook "x" denied the request: no
          500 | Internal error occurred: unexpected return code 500                                                 | Unknown   | unexpected return code 500
          503 | error trying to reach service                                                                       | Unknown   | error trying to reach service
          504 | timeout                                                                                             | Unknown   | timeout
          """)
  void understandsEveryAnswer(
      int code, @Nullable String message, String kind, @Nullable String words) {
    replies.put(
        "/apis/subresources.kubevirt.io/v1/namespaces/shop/virtualmachines/web-1/start",
        new Reply(code, message == null ? "" : status(message)));

    PowerAnswer answer = power.ask(WEB, TaskAction.START, false);

    assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    if (words != null) {
      assertThat(answer.toString())
          .isIn(kind + "[words=" + words + "]", kind + "[reason=" + words + "]");
    }
  }

  @Test
  void understandsAnAnswerInPlainText() {
    replies.put(
        "/apis/subresources.kubevirt.io/v1/namespaces/shop/virtualmachines/web-1/start",
        new Reply(401, "not\n  you"));

    assertThat(power.ask(WEB, TaskAction.START, false))
        .isEqualTo(new PowerAnswer.Forbidden("not you"));
  }

  @Test
  void doesNotKnowWhetherItWasHeardWhenNobodyAnswers() {
    behaviour = "silence";
    var impatient = new KubeVirtMachinePower(client, Duration.ofSeconds(1));
    assertThat(impatient.ask(WEB, TaskAction.RESTART, false))
        .isInstanceOf(PowerAnswer.Unknown.class);
    behaviour = "cut";
    assertThat(power.ask(WEB, TaskAction.RESTART, false)).isInstanceOf(PowerAnswer.Unknown.class);
    assertThat(requests).as("nothing is sent twice").hasSize(2);
    assertThat(power.look(ID, WEB)).isInstanceOf(Sighting.Unclear.class);
  }

  @Test
  void knowsThatItWasNotHeardWhereNobodyListens() throws IOException {
    int port = server.getAddress().getPort();
    server.stop(0);
    try (KubernetesClient nobody = client(port)) {
      var lonely = new KubeVirtMachinePower(nobody, Duration.ofSeconds(1));
      assertThat(lonely.ask(WEB, TaskAction.RESTART, false))
          .isInstanceOf(PowerAnswer.NotAsked.class);
      assertThat(lonely.look(ID, WEB)).isInstanceOf(Sighting.Unclear.class);
    }
  }

  @Test
  void seesAMachineThatStandsStill() {
    replies.put(
        MACHINE,
        new Reply(
            200,
            """
            {"metadata":{"uid":"%s"},"spec":{"running":false},
             "status":{"printableStatus":"Stopped","conditions":[
               {"type":"Failure","status":"True","message":"no memory requested"}]}}
            """
                .formatted(ID)));

    assertThat(power.look(ID, WEB))
        .isEqualTo(
            new Sighting.Seen(
                new MachineSight(
                    "Halted",
                    "Stopped",
                    "no memory requested",
                    false,
                    false,
                    Duration.ofSeconds(30),
                    null)));
  }

  @Test
  void seesARunThatIsPausedAndEnding() {
    replies.put(
        MACHINE,
        new Reply(
            200,
            """
            {"metadata":{"uid":"%s"},"spec":{"runStrategy":"Manual","template":{"spec":
              {"terminationGracePeriodSeconds":7}}},
             "status":{"printableStatus":"Stopping",
               "stateChangeRequests":[{"action":"Stop","uid":"r"},{"action":"Start"}]}}
            """
                .formatted(ID)));
    replies.put(
        RUN,
        new Reply(
            200,
            """
            {"metadata":{"uid":"run-1","deletionTimestamp":"2026-08-03T08:00:00Z"},
             "spec":{"terminationGracePeriodSeconds":180},
             "status":{"phase":"Running","conditions":[{"type":"Paused","status":"True"}]}}
            """));

    assertThat(power.look(ID, WEB))
        .isEqualTo(
            new Sighting.Seen(
                new MachineSight(
                    "Manual",
                    "Stopping",
                    null,
                    true,
                    true,
                    Duration.ofSeconds(180),
                    new Run("run-1", "Running", true, true))));
  }

  @Test
  void missesAMachineThatIsGoneOrAnotherOfItsName() {
    assertThat(power.look(ID, WEB)).isEqualTo(new Sighting.Missing());
    replies.put(MACHINE, new Reply(200, "{\"metadata\":{\"uid\":\"another\"}}"));
    assertThat(power.look(ID, WEB)).isEqualTo(new Sighting.Missing());
  }

  @Test
  void seesNothingWhereItMayNotLookOrTheServerFails() {
    replies.put(MACHINE, new Reply(403, status("no")));
    assertThat(power.look(ID, WEB)).isEqualTo(new Sighting.Forbidden("no"));
    replies.put(MACHINE, new Reply(500, status("etcd is away")));
    assertThat(power.look(ID, WEB)).isEqualTo(new Sighting.Unclear("etcd is away"));
    replies.put(MACHINE, new Reply(200, "{\"metadata\":{\"uid\":\"" + ID + "\"}}"));
    replies.put(RUN, new Reply(503, status("later")));
    assertThat(power.look(ID, WEB)).isEqualTo(new Sighting.Unclear("later"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      requests.add("PUT " + path + " " + body);
    }
    if (behaviour.equals("silence")) {
      awaitEnd();
    }
    if (!behaviour.equals("answer")) {
      exchange.close();
      return;
    }
    Reply reply = replies.getOrDefault(path, new Reply(404, status("not found")));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void awaitEnd() {
    try {
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private KubernetesClient client(int port) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: me}}]
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: me, user: {token: secret-token}}]
        """
            .formatted(port));
    return ClusterClients.fromKubeconfig(kubeconfig);
  }

  private static String status(String message) {
    return "{\"kind\":\"Status\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
  }
}
