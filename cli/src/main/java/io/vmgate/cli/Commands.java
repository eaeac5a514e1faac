package io.vmgate.cli;

import io.vmgate.cli.auth.ContextCommand;
import io.vmgate.cli.auth.LoginCommand;
import io.vmgate.cli.auth.LogoutCommand;
import io.vmgate.cli.auth.PermissionsCommand;
import io.vmgate.cli.auth.WhoamiCommand;
import io.vmgate.cli.session.ConnectionOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.task.ForciblePowerCommand;
import io.vmgate.cli.task.PowerCommand;
import io.vmgate.cli.task.TaskCommand;
import io.vmgate.cli.vm.EventsCommand;
import io.vmgate.cli.vm.ListCommand;
import io.vmgate.cli.vm.ShowCommand;
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

  private Commands() {}

  static CommandLine tree(Session session, ConnectionOptions options) {
    CommandLine root =
        new CommandLine(new Root(session, options))
            .addSubcommand(new LoginCommand(session))
            .addSubcommand(new LogoutCommand(session))
            .addSubcommand(new WhoamiCommand(session))
            .addSubcommand(
                new CommandLine(new ContextCommand(session))
                    .addSubcommand(new ContextCommand.Use(session))
                    .addSubcommand(new ContextCommand.Remove(session)))
            .addSubcommand(new PermissionsCommand(session))
            .addSubcommand(new ListCommand(session))
            .addSubcommand(new ShowCommand(session))
            .addSubcommand(new EventsCommand(session))
            .addSubcommand("start", new PowerCommand(session, "start"))
            .addSubcommand("stop", new ForciblePowerCommand(session, "stop"))
            .addSubcommand("restart", new ForciblePowerCommand(session, "restart"))
            .addSubcommand("pause", new PowerCommand(session, "pause"))
            .addSubcommand("unpause", new PowerCommand(session, "unpause"))
            .addSubcommand(TaskCommand.in(session))
            .addSubcommand(new VersionCommand(session));
    return root.setResourceBundle(session.texts().bundle())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(WIDTH)
        .setUnmatchedOptionsArePositionalParams(false);
  }

  @Command(name = "vm", mixinStandardHelpOptions = false)
  private static final class Root implements Runnable {
    private final Session session;
    @Mixin final ConnectionOptions options;

    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = CommandLine.ScopeType.INHERIT)
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
