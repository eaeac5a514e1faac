package io.vmgate.cli;

import io.vmgate.cli.access.ServiceCommand;
import io.vmgate.cli.auth.ContextCommand;
import io.vmgate.cli.auth.LoginCommand;
import io.vmgate.cli.auth.LogoutCommand;
import io.vmgate.cli.auth.PermissionsCommand;
import io.vmgate.cli.auth.WhoamiCommand;
import io.vmgate.cli.console.ConsoleCommand;
import io.vmgate.cli.console.ScreenshotCommand;
import io.vmgate.cli.console.SpiceCommand;
import io.vmgate.cli.console.VncCommand;
import io.vmgate.cli.session.ConnectionOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.task.ForciblePowerCommand;
import io.vmgate.cli.task.PowerCommand;
import io.vmgate.cli.task.TaskCommand;
import io.vmgate.cli.vm.EventsCommand;
import io.vmgate.cli.vm.ListCommand;
import io.vmgate.cli.vm.ShowCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands, in the order in which help lists them. */
final class Commands {
  private static final int WIDTH = 100;
  private static final String COMPLETION = "completion";

  private final Session session;
  private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();

  private Commands(Session session) {
    this.session = session;
    put("login", LoginCommand::new);
    put("logout", LogoutCommand::new);
    put("whoami", WhoamiCommand::new);
    commands.put("context", () -> ContextCommand.in(session));
    put("permissions", PermissionsCommand::new);
    put("list", ListCommand::new);
    put("show", ShowCommand::new);
    put("events", EventsCommand::new);
    put("start", own -> new PowerCommand(own, "start"));
    put("stop", own -> new ForciblePowerCommand(own, "stop"));
    put("restart", own -> new ForciblePowerCommand(own, "restart"));
    put("pause", own -> new PowerCommand(own, "pause"));
    put("unpause", own -> new PowerCommand(own, "unpause"));
    commands.put("task", () -> TaskCommand.in(session));
    put("console", ConsoleCommand::new);
    put("vnc", VncCommand::new);
    put("spice", SpiceCommand::new);
    put("screenshot", ScreenshotCommand::new);
    commands.put("service", () -> ServiceCommand.in(session));
    put(COMPLETION, CompletionCommand::new);
    put("version", VersionCommand::new);
  }

  private void put(String name, Function<Session, Object> command) {
    commands.put(name, () -> new CommandLine(command.apply(session)));
  }

  /** All of them. */
  static CommandLine tree(Session session, ConnectionOptions options) {
    return new Commands(session).tree(options, _ -> true);
  }

  /**
   * Those that a command line can mean. Each is read by reflection, which together takes longer
   * than the server's answer: a command whose name is not among the words is not needed.
   */
  static CommandLine treeFor(List<String> words, Session session, ConnectionOptions options) {
    Commands all = new Commands(session);
    boolean needsAll =
        words.contains(COMPLETION)
            || words.isEmpty()
            || words.getFirst().startsWith("-")
            || Collections.disjoint(words, all.commands.keySet());
    return all.tree(options, needsAll ? _ -> true : words::contains);
  }

  private CommandLine tree(ConnectionOptions options, Predicate<String> wanted) {
    CommandLine root = new CommandLine(new Root(session, options));
    commands.forEach(
        (name, command) -> {
          if (wanted.test(name)) {
            root.addSubcommand(name, command.get());
          }
        });
    return root.setResourceBundle(session.texts().bundle())
        .setUsageHelpWidth(WIDTH)
        .setExpandAtFiles(false)
        .setUnmatchedOptionsArePositionalParams(false);
  }

  @Command(name = "vm", mixinStandardHelpOptions = false)
  private static final class Root implements Runnable {
    private final Session session;

    @SuppressWarnings("UnusedVariable") // read through the session
    @Mixin
    final ConnectionOptions options;

    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = CommandLine.ScopeType.INHERIT)
    @SuppressWarnings("UnusedVariable") // it is picocli that asks
    boolean help;

    @Spec private @Nullable CommandSpec spec;

    Root(Session session, ConnectionOptions options) {
      this.session = session;
      this.options = options;
    }

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(spec.commandLine(), session.texts().of("usage.noCommand"));
      }
    }
  }
}
