package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.FakeServer.Call;
import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.outcome.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are lost, servers that are busy, and more machines than a batch takes. */
class BadDaysTest {
  private static final String ID = "00000000-0000-0000-0000-%012d";
  private static final String DONE =
      "{\"taskId\":\"t\",\"status\":\"success\",\"progress\":100,\"extra\":{\"action\":\"stop\"}}";

  private static Reply machine(Call call, int number) {
    return Reply.ok(
        "{\"basicInfo\":{\"id\":\""
            + call.line().substring(call.line().lastIndexOf('/') + 1)
            + "\",\"name\":\"a"
            + number
            + "\",\"namespace\":\"n\",\"status\":\"running\"}}");
  }

  @Test
  void asksAgainWithTheSameKeyWhenTheAnswerIsLost() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().startsWith("GET /api/v1/vms/")
                    ? machine(call, number)
                    : call.line().startsWith("POST") && number == 2
                        ? Reply.lost()
                        : call.line().startsWith("POST")
                            ? Reply.ok("{\"taskId\":\"t\"}")
                            : Reply.ok(DONE))) {
      Result result = server.shell().run("stop", ID.formatted(1));

      assertThat(result.exitCode()).as(result.err()).isZero();
      List<Call> posts =
          server.calls().stream().filter(call -> call.line().startsWith("POST")).toList();
      assertThat(posts).hasSize(2);
      assertThat(posts.getFirst()).isEqualTo(posts.getLast());
      assertThat(posts.getFirst().key()).isNotEmpty();
    }
  }

  @Test
  void comesBackWhenTheServerIsBusyWhileItWaits() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (_, number) ->
                switch (number) {
                  case 1 -> Reply.error(42901, "1");
                  case 2 -> Reply.error(50301, "1");
                  case 3 -> Reply.lost();
                  default -> Reply.ok(DONE);
                })) {
      assertThat(server.shell().run("task", "wait", "t").exitCode()).isZero();
    }
  }

  @Test
  void asksForTwoHundredAtATime() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().startsWith("GET /api/v1/vms/")
                    ? machine(call, number)
                    : call.line().startsWith("POST")
                        ? Reply.ok("{\"taskId\":\"t" + number + "\"}")
                        : Reply.ok(DONE))) {
      String[] command =
          IntStream.rangeClosed(1, 201).mapToObj(ID::formatted).toArray(String[]::new);
      String[] whole = new String[command.length + 3];
      whole[0] = "stop";
      whole[1] = "--idempotency-key";
      whole[2] = "mine";
      System.arraycopy(command, 0, whole, 3, command.length);

      Result result = server.shell().run(whole);

      assertThat(result.exitCode()).as(result.err()).isZero();
      List<Call> posts =
          server.calls().stream().filter(call -> call.line().startsWith("POST")).toList();
      assertThat(posts.stream().map(Call::line)).containsOnly("POST /api/v1/vms/batch");
      assertThat(posts.stream().map(Call::key)).containsExactly("mine", "mine-200");
      assertThat(posts.stream().map(post -> post.body().split(ID.substring(0, 20), -1).length - 1))
          .containsExactly(200, 1);
    }
  }

  private static Reply twelve(Call call) {
    String list =
        IntStream.rangeClosed(1, 12)
            .mapToObj("{\"id\":\"i%1$d\",\"name\":\"m%1$d\",\"namespace\":\"n\"}"::formatted)
            .collect(Collectors.joining(","));
    return call.line().startsWith("POST")
        ? Reply.ok("{\"taskId\":\"t\"}")
        : Reply.ok("{\"total\":12,\"pages\":1,\"list\":[" + list + "]}");
  }

  @ParameterizedTest
  @CsvSource({"n/m%d,namespace=n", "m%d,/vms?page=1"})
  void readsTheListOnceForManyNames(String name, String asked) throws IOException {
    try (FakeServer server = new FakeServer((call, _) -> twelve(call))) {
      List<String> command = new ArrayList<>(List.of("stop", "--no-wait"));
      IntStream.rangeClosed(1, 12).mapToObj(name::formatted).forEach(command::add);

      Result result = server.shell().run(command.toArray(String[]::new));

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(server.calls()).hasSize(2);
      assertThat(server.calls().getFirst().line()).contains(asked).doesNotContain("nameLike");
      assertThat(server.calls().getLast().body()).contains("\"i1\"", "\"i12\"");
      command.add("n/none");
      assertThat(server.shell().run(command.toArray(String[]::new)).exitCode())
          .isEqualTo(ExitCode.NOT_FOUND.number());
    }
  }

  @Test
  void comesBackOnceWhenItAskedTooOften() throws IOException {
    try (FakeServer server =
        new FakeServer((call, number) -> number == 1 ? Reply.error(42901, "1") : twelve(call))) {
      assertThat(server.shell().run("stop", "--no-wait", "n/m3").exitCode()).isZero();
    }
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(42901, "1"))) {
      assertThat(server.shell().run("stop", "n/m3").exitCode())
          .isEqualTo(ExitCode.TOO_MANY.number());
      assertThat(server.calls()).hasSize(2);
    }
  }

  @Test
  void namesWhatWasBegunWhenALaterBatchIsRefused() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().startsWith("GET /api/v1/vms/")
                    ? machine(call, number)
                    : call.key().equals("mine")
                        ? Reply.ok("{\"taskId\":\"first-task\"}")
                        : Reply.error(40101, ""))) {
      List<String> command =
          new ArrayList<>(List.of("stop", "--no-wait", "--idempotency-key", "mine", "-o", "json"));
      IntStream.rangeClosed(1, 201).mapToObj(ID::formatted).forEach(command::add);

      Result result = server.shell().run(command.toArray(String[]::new));

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(result.err()).contains("task first-task", "--idempotency-key mine");
    }
  }

  @Test
  void namesTheTaskWhenTheTokenEndsDuringTheWait() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().startsWith("GET /api/v1/vms/")
                    ? machine(call, number)
                    : call.line().startsWith("POST")
                        ? Reply.ok("{\"taskId\":\"first-task\"}")
                        : Reply.error(40102, ""))) {
      Result result = server.shell().run("stop", ID.formatted(1));

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(result.err()).contains("vm: 40102 ", "task first-task", "--idempotency-key ");
    }
  }

  @Test
  void namesWhatWasDoneBeforeOneOfSeveralWasRefused() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().endsWith("/access-services")
                    ? Reply.ok(
                        "[{\"serviceName\":\"one\",\"serviceId\":\"1\"},"
                            + "{\"serviceName\":\"two\",\"serviceId\":\"2\"}]")
                    : call.line().contains("b/cancel") || call.line().endsWith("services/2")
                        ? Reply.error(40903, "")
                        : call.line().startsWith("GET /api/v1/vms/")
                            ? machine(call, number)
                            : Reply.ok(DONE))) {
      assertThat(server.shell().run("task", "cancel", "a", "b").err())
          .contains("vm: 40903 ", "done before: a")
          .doesNotContain("done before: b");
      assertThat(server.shell().run("service", "delete", ID.formatted(1), "one", "two").err())
          .contains("vm: 40903 ", "done before: one")
          .doesNotContain("done before: two");
    }
  }

  @Test
  void saysThatConsolesNeedWhatTheServerIsSpokenToWithout() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                call.line().startsWith("POST")
                    ? Reply.ok("{\"consoleUrl\":\"wss://vm.example/ws\"}")
                    : machine(call, number))) {
      Result result = server.shell().run("vnc", ID.formatted(1), "--listen-only");

      assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
      assertThat(result.err()).contains("wss://vm.example", "https://").doesNotContain("fault");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40001,3",
    "40101,4",
    "40301,5",
    "40401,6",
    "40901,7",
    "42901,8",
    "50001,9",
    "50201,10",
    "50301,10",
    "50401,10"
  })
  void endsAsTheErrorSays(int code, int exitCode) throws IOException {
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(code, ""))) {
      Result result = server.shell().run("whoami");

      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(result.err()).isEqualTo("vm: " + code + " no\n");
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void knowsWhatIsNoServerOfThisContract() throws IOException {
    try (FakeServer server = new FakeServer((_, _) -> new Reply(200, "<html>", ""))) {
      Result result = server.shell().run("list");

      assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
      assertThat(result.err()).contains("no answer of this contract");
    }
  }

  @Test
  void readsEveryPage() throws IOException {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                Reply.ok(
                    "{\"total\":3,\"pages\":3,\"list\":[{\"id\":\"i"
                        + number
                        + "\",\"name\":\"m\",\"namespace\":\"n"
                        + number
                        + "\"}]}"))) {
      assertThat(server.shell().run("list", "-o", "name").out()).isEqualTo("n1/m\nn2/m\nn3/m\n");
      assertThat(server.calls().stream().map(Call::line).collect(Collectors.joining()))
          .contains("page=1", "page=2", "page=3", "pageSize=200");
    }
  }
}
