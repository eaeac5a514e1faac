package io.vmgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command in both languages, right and wrong, as a person sees it. {@code
 * -Dgolden.write=true} writes the files anew; what has changed is then to be read in the diff.
 */
@ExtendWith(OnPlatform.class)
@Isolated("lists show all machines")
class GoldenTest {
  private static final Path FILES = Path.of("src/test/resources/golden");
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern REQUEST = Pattern.compile("\\b[0-9a-f]{24}\\b");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\n");
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:\\d{5}");

  private static final Pattern NODE_PORT = Pattern.compile(":3\\d{4}/TCP");
  private static final Pattern LOCAL_PORT = Pattern.compile("\"port\":\\d+}");
  private static final Pattern MILLISECONDS =
      Pattern.compile("(/TCP +\\S+ +)\\d+(?:\\.\\d+)? +|(MILLISECONDS|毫秒) +");

  /** Of one command: lines that are carried out in turn. */
  private record Script(String command, List<String> lines) {}

  private static final List<Script> SCRIPTS =
      List.of(
          new Script("vm", List.of("", "--help", "frobnicate")),
          new Script(
              "login",
              List.of(
                  "login --server nonsense",
                  "login --server ${server} --context new",
                  "login --server ${server} -u operator",
                  "login --server ${server} -t acme -u operator --password-stdin < wrong")),
          new Script("logout", List.of("logout --context other")),
          new Script("whoami", List.of("whoami", "whoami -o json", "whoami --token nonsense")),
          new Script(
              "context",
              List.of(
                  "context",
                  "context -o name",
                  "context use other",
                  "context use default",
                  "context remove other",
                  "context add")),
          new Script(
              "permissions",
              List.of(
                  "permissions",
                  "permissions start --vm shop/web-1",
                  "permissions console:takeover",
                  "permissions frobnicate")),
          new Script(
              "list",
              List.of(
                  "list --name web-1",
                  "list --name web-1 -o wide",
                  "list --name web-1 -o name",
                  "list --selector app=web --page 1 --page-size 1 -o json",
                  "list --name web-1 --page 1 --page-size 1 --sort-order desc",
                  "list --name no-such-machine",
                  "list --name no-such-machine -o json",
                  "list --sort-by age --page 0",
                  "list -o table",
                  "list --page first")),
          new Script(
              "show",
              List.of(
                  "show shop/web-1",
                  "show shop/web-1 -o wide",
                  "show shop/web-1 -o yaml",
                  "show a20a1375-9f2b-4c63-a92e-32ab6e4851cb -o name",
                  "show web-1",
                  "show no-such-machine",
                  "show 00000000-0000-0000-0000-000000000000",
                  "show no-such-machine -o json",
                  "show shop/web-1 --wait-for status=stopped --timeout 0s",
                  "show shop/web-1 --wait-for ready",
                  "show")),
          new Script(
              "events",
              List.of(
                  "events shop/cirros-8",
                  "events shop/cirros-8 -o json",
                  "events shop/cirros-8 --from yesterday",
                  "events")),
          new Script(
              "start",
              List.of(
                  "start shop/web-1",
                  "start shop/web-1 -o json",
                  "start shop/batch-2 shop-staging/loadtest --dry-run",
                  "start shop/batch-2 --dry-run -o name",
                  "start shop/batch-2 --force",
                  "start shop/batch-2 --timeout soon",
                  "start web-1",
                  "start")),
          new Script("stop", List.of("stop shop/batch-2", "stop shop/web-1 --force --dry-run")),
          new Script("restart", List.of("restart shop/batch-2", "restart --force")),
          new Script("pause", List.of("pause shop/batch-2", "pause --help")),
          new Script("unpause", List.of("unpause shop/cirros-8", "unpause no-such-machine")),
          new Script(
              "task",
              List.of(
                  "task --help",
                  "task list --vm shop/cirros-8",
                  "task list --vm shop/cirros-8 -o yaml",
                  "task list --status ended",
                  "task show nonsense",
                  "task show 00000000-0000-0000-0000-000000000000",
                  "task wait 00000000-0000-0000-0000-000000000000",
                  "task cancel 00000000-0000-0000-0000-000000000000",
                  "task cancel")),
          new Script(
              "console", List.of("console shop/web-1", "console --takeover", "console --help")),
          new Script(
              "vnc",
              List.of(
                  "vnc shop/batch-2",
                  "vnc shop/web-1 --takeover",
                  "vnc shop/web-1 --viewer /no/such/viewer",
                  "vnc shop/web-1",
                  "vnc --help")),
          new Script("spice", List.of("spice shop/web-1", "spice --help")),
          new Script(
              "screenshot",
              List.of(
                  "screenshot shop/batch-2",
                  "screenshot shop/web-1 -f /no/such/folder/a.png",
                  "screenshot shop/web-1 -f target/web-1.png",
                  "screenshot")),
          new Script(
              "service",
              List.of(
                  "service",
                  "service --help",
                  "service list shop/cirros-8",
                  "service list shop/cirros-8 -o yaml",
                  "service create shop/cirros-8",
                  "service create shop/cirros-8 --port 70000 --type Ingress",
                  "service create shop/cirros-8 --port http",
                  "service delete shop/cirros-8 no-such-service",
                  "service delete shop/cirros-8",
                  "service open shop/cirros-8",
                  "service probe shop/cirros-8",
                  "service probe shop/cirros-8 no-such-service -o json",
                  "service delete shop/web-1 web-1-ssh")),
          new Script("completion", List.of("completion csh", "completion --help")),
          new Script("version", List.of("version -o name", "version now")));

  /**
   * What is carried out to its end, on machines of a tenant that no other test uses; one for each
   * language, since the second run would find what the first one did.
   */
  private record Deed(String name, Map<String, String> machines, List<String> lines) {}

  private static final List<Deed> DEEDS =
      List.of(
          new Deed(
              "signing-in",
              Map.of("en", "", "zh", ""),
              List.of(
                  "login --server ${server} -t globex -u viewer --password-stdin < ${viewer}",
                  "login --context second --server ${server} -t globex -u operator"
                      + " --password-stdin < ${operator}",
                  "context",
                  "whoami",
                  "whoami --context default -o name",
                  "logout",
                  "whoami",
                  "logout --context default",
                  "context",
                  "logout")),
          new Deed(
              "operations",
              Map.of("en", "research/notebook-schmidt", "zh", "research/cluster-node-1"),
              List.of(
                  "stop ${vm} --force --no-wait",
                  "task wait ${task}",
                  "task show ${task}",
                  "start ${vm}",
                  "pause ${vm}",
                  "unpause ${vm}",
                  "restart ${vm} --force",
                  "task list --vm ${vm} --operator nobody",
                  "events ${vm} --type pause",
                  "events ${vm} --type restart -o wide")),
          new Deed(
              "publishing",
              Map.of("en", "render-farm/render-01", "zh", "render-farm/render-02"),
              List.of(
                  "service create ${vm} -p 8080:80=http --name golden --wait",
                  "service list ${vm}",
                  "service probe ${vm}",
                  "service probe ${vm} golden -o name",
                  "service open ${vm} golden --print",
                  "service delete ${vm} golden",
                  "service delete ${vm} golden")),
          new Deed(
              "picture",
              Map.of("en", "research/cluster-head", "zh", "research/notebook-li"),
              List.of(
                  "screenshot ${vm} -f target/golden.png",
                  "screenshot ${vm} -f target/no-such-folder/golden.png")));

  static Stream<Arguments> deeds() {
    return DEEDS.stream()
        .flatMap(
            deed -> Stream.of("en", "zh").map(language -> Arguments.of(deed.name(), language)));
  }

  static Stream<Arguments> scripts() {
    return SCRIPTS.stream()
        .flatMap(
            script ->
                Stream.of("en", "zh").map(language -> Arguments.of(script.command(), language)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("scripts")
  void looksAsItDid(String command, String language, TestPlatform platform) throws IOException {
    Shell shell = platform.signedIn("operator").with("VM_LANG", language);
    StringBuilder transcript = new StringBuilder();
    for (String line : lines(command)) {
      transcript.append(run(shell, line, platform));
    }
    assertIsGolden(command, language, transcript.toString());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deeds")
  void saysWhatWasDone(String name, String language, TestPlatform platform) throws IOException {
    Deed deed = DEEDS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    String machine = deed.machines().getOrDefault(language, "");
    Shell shell = platform.freshShell().with("VM_LANG", language);
    if (!machine.isEmpty()) {
      signIn(shell, platform);
    }
    StringBuilder transcript = new StringBuilder();
    String task = "";
    for (String line : deed.lines()) {
      String meant =
          line.replace("${vm}", machine)
              .replace("${task}", task)
              .replace("${operator}", platform.password("globex", "operator"))
              .replace("${viewer}", platform.password("globex", "viewer"));
      Result result = carriedOut(shell, meant, platform);
      if (ID.matcher(result.out().strip()).matches()) {
        task = result.out().strip();
      }
      transcript.append(shown(line.replace("${vm}", machine), result));
    }

    assertIsGolden(name, language, transcript.toString());
  }

  /** This and the serial line stay until they are ended, so each is a process of its own. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "vnc, en, shop/web-1",
    "vnc, zh, shop/web-1",
    "spice, en, " + TestPlatform.REAL_GUEST,
    "spice, zh, " + TestPlatform.REAL_GUEST
  })
  void showsAddressesForViewers(
      String protocol, String language, String machine, TestPlatform platform)
      throws IOException, InterruptedException {
    Shell shell = platform.signedIn("operator").with("VM_LANG", language);
    Assumptions.assumeTrue(
        protocol.equals("vnc") || shell.run("show", machine).out().contains("spice"),
        "QEMU without SPICE: install the Debian package qemu-system-modules-spice, or"
            + " qemu-system-gui where there is none");
    String line = protocol + " " + machine + " --listen-only";
    try (VmProcess vm = VmProcess.start(shell, Map.of(), line.split(" "))) {
      vm.await("}\n");

      assertIsGolden(
          protocol + "-listening", language, stable("$ vm %s\n%s".formatted(line, vm.shown())));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"en, research/cluster-head", "zh, research/notebook-li"})
  void showsASerialLine(String language, String machine, TestPlatform platform)
      throws IOException, InterruptedException {
    Installed.assume("script", "bsdutils");
    Shell shell = platform.freshShell().with("VM_LANG", language);
    signIn(shell, platform);
    String line = "console " + machine;
    try (VmProcess vm = VmProcess.inTerminal(shell, line.split(" "))) {
      vm.await("stty rows 30 cols 100");
      vm.type("\u001d");
      int exitCode = vm.exitCode();
      // What script(1) runs behind it tells the settings of the terminal.
      vm.await("speed ");
      String shown = vm.shown().replace("\r\n", "\n").split("speed ", 2)[0];

      assertIsGolden(
          "serial-line", language, stable("$ vm %s\n%s[%d]\n".formatted(line, shown, exitCode)));
    }
  }

  private static void signIn(Shell shell, TestPlatform platform) {
    String line = "login --server ${server} -t globex -u operator --password-stdin < ";
    assertThat(carriedOut(shell, line + platform.password("globex", "operator"), platform))
        .returns(0, Result::exitCode);
  }

  private static void assertIsGolden(String name, String language, String transcript)
      throws IOException {
    Path file = FILES.resolve(name + "." + language + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, transcript);
    }

    assertThat(file).as("-Dgolden.write=true makes it").exists();
    assertThat(transcript).isEqualTo(Files.readString(file));
  }

  @Test
  void showsEveryCommand() {
    Program program =
        new Program(
            Shell.in(Path.of("."))
                .surroundings(
                    new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream()));
    TreeSet<String> shown = new TreeSet<>(SCRIPTS.stream().map(Script::command).toList());
    shown.remove("vm");
    TreeSet<String> commands = new TreeSet<>();
    program
        .commands()
        .getSubcommands()
        .values()
        .forEach(command -> commands.add(command.getCommandName()));

    assertThat(shown).isEqualTo(commands);
  }

  private static List<String> lines(String command) {
    return SCRIPTS.stream()
        .filter(script -> script.command().equals(command))
        .findFirst()
        .orElseThrow()
        .lines();
  }

  private static String run(Shell shell, String line, TestPlatform platform) {
    return shown(line, carriedOut(shell, line, platform));
  }

  private static Result carriedOut(Shell shell, String line, TestPlatform platform) {
    String[] halves = line.split(" < ", 2);
    String[] arguments =
        Stream.of(halves[0].replace("${server}", platform.url()).split(" "))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
    return shell.typing(halves.length > 1 ? halves[1] : "").run(arguments);
  }

  private static String shown(String line, Result result) {
    return stable(
        "$ vm %s\n%s%s[%d]\n\n"
            .formatted(line, result.out(), marked(result.err()), result.exitCode()));
  }

  private static String marked(String err) {
    return err.lines().map(line -> "2> " + line + "\n").reduce("", String::concat);
  }

  /** Of the same width, so that columns stay where they are. */
  private static String stable(String text) {
    String known = text.replace("a20a1375-9f2b-4c63-a92e-32ab6e4851cb", "{web-1}");
    String withoutIds = ID.matcher(known).replaceAll("########-####-####-####-############");
    String restored = withoutIds.replace("{web-1}", "a20a1375-9f2b-4c63-a92e-32ab6e4851cb");
    return PORT.matcher(
            TIME.matcher(REQUEST.matcher(restored).replaceAll("########################"))
                .replaceAll("yyyy-MM-dd HH:mm:ss"))
        .replaceAll("127.0.0.1:#####")
        .transform(line -> VERSION.matcher(line).replaceAll("#.#.#\n"))
        .transform(line -> NODE_PORT.matcher(line).replaceAll(":#####/TCP"))
        .transform(line -> LOCAL_PORT.matcher(line).replaceAll("\"port\":#####}"))
        .transform(GoldenTest::withoutMilliseconds);
  }

  /** They are as wide as they were long, so that their column goes as well. */
  private static String withoutMilliseconds(String text) {
    return MILLISECONDS
        .matcher(text)
        .replaceAll(found -> found.group(1) == null ? found.group(2) + " " : found.group(1) + "# ");
  }
}
