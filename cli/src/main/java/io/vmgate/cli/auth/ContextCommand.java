package io.vmgate.cli.auth;

import io.vmgate.cli.config.Connection;
import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.http.Api;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code vm context}: the servers that are known, and which one is used. */
@Command(name = "context")
public final class ContextCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOptions output = new OutputOptions();

  private ContextCommand(Session session) {
    this.session = session;
  }

  /** The command with those below it. */
  public static CommandLine in(Session session) {
    return new CommandLine(new ContextCommand(session))
        .addSubcommand(new Use(session))
        .addSubcommand(new Remove(session));
  }

  /** Tokens are not shown. */
  @Override
  public Integer call() {
    Contexts contexts =
        Connection.contexts(Connection.file(session.surroundings()), session.texts());
    ArrayNode data = Api.json().createArrayNode();
    for (Context context : contexts.all()) {
      data.addObject()
          .put("name", context.name())
          .put("server", context.server())
          .put("tenantId", context.tenantId())
          .put("username", context.username())
          .put("expireTime", context.expireTime())
          .put("signedIn", !context.token().isEmpty())
          .put("current", context.name().equals(contexts.current()));
    }
    output.write(session.out(), data, () -> text(contexts), () -> names(contexts));
    return ExitCode.OK.number();
  }

  private String text(Contexts contexts) {
    Table table =
        new Table(
            List.of("current", "context", "server", "tenant", "user", "expires").stream()
                .map(key -> session.texts().of("column." + key))
                .toList());
    for (Context context : contexts.all()) {
      table.row(
          List.of(
              context.name().equals(contexts.current()) ? "*" : "",
              context.name(),
              context.server(),
              context.tenantId(),
              context.username(),
              context.token().isEmpty()
                  ? session.texts().of("context.signedOut")
                  : context.expireTime()));
    }
    return table.text();
  }

  private static String names(Contexts contexts) {
    return contexts.all().stream()
        .map(context -> context.name() + "\n")
        .collect(Collectors.joining());
  }

  /** {@code vm context use}: use another one from now on. */
  @Command(name = "use")
  static final class Use implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "CONTEXT", descriptionKey = "context.name")
    private String name = "";

    /** Work in this session. */
    Use(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      ContextFile file = Connection.file(session.surroundings());
      Connection.change(
          file, session.texts(), contexts -> known(session, contexts, name).using(name));
      return ExitCode.OK.number();
    }
  }

  /** {@code vm context remove}: forget one, and its token. */
  @Command(name = "remove")
  static final class Remove implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "CONTEXT", descriptionKey = "context.name")
    private String name = "";

    /** Work in this session. */
    Remove(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      ContextFile file = Connection.file(session.surroundings());
      Connection.change(
          file, session.texts(), contexts -> known(session, contexts, name).without(name));
      return ExitCode.OK.number();
    }
  }

  private static Contexts known(Session session, Contexts contexts, String name) {
    if (contexts.named(name).isEmpty()) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("context.unknown", name));
    }
    return contexts;
  }
}
