package io.vmgate.cli.auth;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.OutputOptions;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code vm whoami}: as whom the server sees the caller. */
@Command(name = "whoami")
public final class WhoamiCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOptions output = new OutputOptions();

  /** Work in this session. */
  public WhoamiCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode me = session.api().get("/auth/me", new Query());
    output.write(session.out(), me, () -> text(me), () -> me.path("username").asString("") + "\n");
    return ExitCode.OK.number();
  }

  private String text(JsonNode me) {
    return new Table(
            List.of(
                session.texts().of("column.user"),
                session.texts().of("column.tenant"),
                session.texts().of("column.roles"),
                session.texts().of("column.server")))
        .row(
            List.of(
                me.path("username").asString(""),
                me.path("tenantName").asString("") + " (" + me.path("tenantId").asString("") + ")",
                me.path("roles")
                    .valueStream()
                    .map(role -> role.asString(""))
                    .collect(Collectors.joining(", ")),
                session.connection().server()))
        .text();
  }
}
