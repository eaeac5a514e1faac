package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.bootstrap.PlatformProcess;
import io.vmgate.cli.FakeServer.Call;
import io.vmgate.cli.FakeServer.Reply;
import io.vmgate.cli.Shell.Result;
import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.outcome.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in that was kept lasts for longer than its token. */
class RenewalTest {
  private static final String REFRESHED =
      """
      {"token":"second","expireTime":"2026-01-01 12:00:00","extra":{"refreshToken":"r2",
      "refreshExpireTime":"2026-01-02 00:00:00"}}
      """;

  private static final String NOBODY = "{\"list\":[],\"total\":0}";

  @TempDir private Path home;

  @Test
  void getsAnotherTokenForOneThatHasExpired() throws Exception {
    try (FakeServer server = new FakeServer((call, _) -> expiringAnswer(call))) {
      Shell shell = shell(server);

      assertThat(shell.run("list")).returns(0, Result::exitCode);

      assertThat(server.calls().stream().map(Call::authorization))
          .containsExactly("Bearer first", "null", "Bearer second");
      assertThat(server.calls().get(1).body()).isEqualTo("{\"refreshToken\":\"r1\"}");
      Context kept = kept();
      assertThat(kept.token()).isEqualTo("second");
      assertThat(kept.refreshToken()).isEqualTo("r2");
      assertThat(kept.expireTime()).isEqualTo("2026-01-01 12:00:00");
      assertThat(kept.username()).isEqualTo("ann");

      assertThat(shell.run("list").exitCode()).isZero();
      assertThat(server.calls()).hasSize(4);
    }
  }

  @Test
  void asksOnceHoweverManyProgramsRun() throws Exception {
    try (FakeServer server = new FakeServer((call, _) -> expiringAnswer(call))) {
      Shell shell = shell(server);
      List<VmProcess> programs = new ArrayList<>();
      for (int count = 0; count < 4; count++) {
        programs.add(VmProcess.start(shell, Map.of(), "list", "-o", "name"));
      }
      for (VmProcess program : programs) {
        try (program) {
          assertThat(program.exitCode()).as(program.shown()).isZero();
        }
      }

      assertThat(server.calls()).filteredOn(RenewalTest::isRefresh).hasSize(1);
    }
  }

  @Test
  void staysWhoItIsWhenSomebodyElseSignsInThere() throws Exception {
    try (FakeServer server =
        new FakeServer(
            (_, _) -> {
              signInSomebodyElse();
              return Reply.error(40103, "");
            })) {
      assertThat(shell(server).run("list"))
          .returns(ExitCode.NOT_SIGNED_IN.number(), Result::exitCode);

      assertThat(server.calls()).hasSize(1);
      assertThat(kept().token()).isEqualTo("other");
    }
  }

  @Test
  void asksAgainAtOnceWhenTheAnswerGetsLost() throws Exception {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                isRefresh(call) && number == 2 ? Reply.lost() : expiringAnswer(call))) {
      assertThat(shell(server).run("list").exitCode()).isZero();

      assertThat(server.calls()).filteredOn(RenewalTest::isRefresh).hasSize(2);
      assertThat(kept().refreshToken()).isEqualTo("r2");
    }
  }

  @Test
  void doesNotShowATokenAgainLaterWhoseAnswerGotLost() throws Exception {
    try (FakeServer server =
        new FakeServer((call, _) -> isRefresh(call) ? Reply.lost() : expiringAnswer(call))) {
      Shell shell = shell(server);
      assertThat(shell.run("list").exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
      assertThat(server.calls()).filteredOn(RenewalTest::isRefresh).hasSize(2);
      Context shown = kept();
      assertThat(shown.refreshShown()).isPositive();

      // What the server would take for a theft.
      file().write(new Contexts("one", List.of(shown.showing(shown.refreshShown() - 25))));
      assertThat(shell.run("list").exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());

      assertThat(server.calls()).filteredOn(RenewalTest::isRefresh).hasSize(2);
      assertThat(kept().refreshToken()).isEmpty();
    }
  }

  @Test
  void asksAgainAtOnceWhenAProxyHasLostThePlatform() throws Exception {
    try (FakeServer server =
        new FakeServer(
            (call, number) ->
                isRefresh(call) && number == 2
                    ? new Reply(502, "<html>lost</html>", "")
                    : expiringAnswer(call))) {
      assertThat(shell(server).run("list").exitCode()).isZero();

      assertThat(kept()).returns("r2", Context::refreshToken).returns(0L, Context::refreshShown);
    }
  }

  @Test
  void keepsTheFileALinkWhereItIsOne() throws Exception {
    try (FakeServer server = new FakeServer((call, _) -> expiringAnswer(call))) {
      Shell shell = shell(server);
      Path real = Files.move(home.resolve(".vmctl/config"), home.resolve("dotfile"));
      Files.createSymbolicLink(home.resolve(".vmctl/config"), real);

      assertThat(shell.run("list").exitCode()).isZero();

      assertThat(home.resolve(".vmctl/config")).isSymbolicLink();
      assertThat(Files.readString(real)).contains("r2");
    }
  }

  @Test
  void signsOutWhenTheSignInHasEnded() throws Exception {
    try (FakeServer server =
        new FakeServer((call, _) -> Reply.error(isRefresh(call) ? 40106 : 40103, ""))) {
      Result result = shell(server).run("list");

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(result.err()).startsWith("vm: 40103 ");
      assertThat(kept()).returns("", Context::token).returns("", Context::refreshToken);
    }
  }

  @Test
  void keepsTheSignInWhenTheServerCannotSayNow() throws Exception {
    try (FakeServer server =
        new FakeServer((call, _) -> Reply.error(isRefresh(call) ? 50301 : 40103, ""))) {
      Result result = shell(server).run("list");

      assertThat(result.exitCode()).isEqualTo(ExitCode.ofError(50301).number());
      assertThat(kept()).returns("first", Context::token).returns("r1", Context::refreshToken);
    }
  }

  @Test
  void leavesATokenAloneThatWasGivenByHand() throws Exception {
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(40103, ""))) {
      Result result = shell(server).with("VM_TOKEN", "other").run("list");

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(server.calls()).hasSize(1);
      assertThat(kept().token()).isEqualTo("first");
    }
  }

  @Test
  void usesNothingUpThatItCouldNotKeep() throws Exception {
    try (FakeServer server = new FakeServer((_, _) -> Reply.error(40103, ""))) {
      Shell shell = shell(server);
      // In the way of the lock, whoever may write here.
      Files.createDirectory(home.resolve(".vmctl/config.lock"));

      Result result = shell.run("list");

      assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
      assertThat(result.err()).contains("could not be kept", ".vmctl/config");
      assertThat(server.calls()).noneMatch(RenewalTest::isRefresh);
    }
  }

  @Test
  void lastsOnTheRealPlatform() throws Exception {
    Path folder = home.resolve("platform");
    try (PlatformProcess platform =
        PlatformProcess.startEmbedded(folder, Map.of("VMGATE_TOKEN_LIFETIME", "5s"))) {
      Shell shell = Shell.in(Files.createDirectory(home.resolve("shell")));
      Result signedIn =
          shell
              .typing(PlatformProcess.password(folder, "acme", "operator") + "\n")
              .run(
                  "login",
                  "--server",
                  platform.url(),
                  "-t",
                  "acme",
                  "-u",
                  "operator",
                  "--password-stdin");
      assertThat(signedIn.err()).contains("renews itself when used before");
      String first = Files.readString(shell.home().resolve(".vmctl/config"));

      // Over the end of its first token, and of the one after it.
      try (VmProcess watch =
          VmProcess.start(shell, Map.of(), "list", "--watch", "--name", "gateway-a")) {
        watch.await("gateway-a");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    shell.run("whoami", "-o", "name").out().equals("operator\n")
                        && !Files.readString(shell.home().resolve(".vmctl/config")).equals(first));
        assertThat(shell.run("pause", "payments/gateway-a").exitCode()).isZero();
        watch.await("paused");
      }
      assertThat(shell.run("logout").exitCode()).isZero();
      assertThat(shell.run("list").exitCode()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    }
  }

  private void signInSomebodyElse() {
    try {
      file().write(contexts(kept().server(), "bob", "other", 0));
    } catch (ContextFile.FaultException unusable) {
      throw new AssertionError(unusable);
    }
  }

  private static Reply expiringAnswer(Call call) {
    if (isRefresh(call)) {
      return Reply.ok(REFRESHED);
    }
    return call.authorization().equals("Bearer first") ? Reply.error(40103, "") : Reply.ok(NOBODY);
  }

  private static boolean isRefresh(Call call) {
    return call.line().endsWith("/auth/refresh");
  }

  private Shell shell(FakeServer server) throws ContextFile.FaultException {
    String address = server.shell().environment().getOrDefault("VM_SERVER", "");
    file().write(contexts(address, "ann", "first", 0));
    return Shell.in(home);
  }

  private static Contexts contexts(String server, String username, String token, long shown) {
    return new Contexts("one", List.of())
        .with(new Context("one", server, "acme", username, token, "r1", shown, "", ""));
  }

  private ContextFile file() {
    return new ContextFile(home.resolve(".vmctl/config"));
  }

  private Context kept() throws ContextFile.FaultException {
    return file().read().named("one").orElseThrow();
  }
}
