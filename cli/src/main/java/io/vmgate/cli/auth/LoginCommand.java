package io.vmgate.cli.auth;

import io.vmgate.cli.config.Connection;
import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.Tokens;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code vm login}: get a token, and keep it in a context. */
@Command(name = "login")
public final class LoginCommand implements Callable<Integer> {
  private static final String DEFAULT_CONTEXT = "default";

  private final Session session;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME")
  private @Nullable String username;

  @Option(
      names = {"-t", "--tenant"},
      paramLabel = "TENANT")
  private @Nullable String tenant;

  @Option(names = "--password-stdin")
  private boolean passwordFromInput;

  /** How long the sign-in can be renewed if nobody uses it, in the server's time zone. */
  private String waitsUntil = "";

  /** Work in this session. */
  public LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ContextFile file = Connection.file(session.surroundings());
    Contexts contexts = Connection.contexts(file, session.texts());
    Connection.Asked asked = session.asked();
    String name = contextName(asked, contexts);
    Context before = contexts.named(name).orElse(new Context(name, "", "", "", "", "", 0, "", ""));
    String server = server(asked, before);
    String caFile = asked.caFile() == null ? before.caFile() : asked.caFile();
    Context signedIn =
        asked.token() == null
            ? byPassword(before, server, caFile)
            : byToken(before, server, caFile, asked.token());
    Connection.change(file, session.texts(), now -> now.with(signedIn).using(name));
    session.err().println(said(signedIn));
    session.err().flush();
    return ExitCode.OK.number();
  }

  private String said(Context signedIn) {
    boolean renewsItself = !signedIn.refreshToken().isEmpty();
    String until = renewsItself ? waitsUntil : signedIn.expireTime();
    return session
        .texts()
        .of(
            renewsItself ? "auth.signedInLasting" : "auth.signedIn",
            signedIn.username(),
            signedIn.tenantId(),
            signedIn.server(),
            signedIn.name(),
            until.isEmpty() ? "?" : until);
  }

  private static String contextName(Connection.Asked asked, Contexts contexts) {
    if (asked.context() != null) {
      return asked.context();
    }
    return contexts.current().isEmpty() ? DEFAULT_CONTEXT : contexts.current();
  }

  private String server(Connection.Asked asked, Context before) {
    String variable = session.surroundings().environment().getOrDefault("VM_SERVER", "");
    // A context that is named and known stands before the variable, as everywhere.
    String known = asked.context() != null && !before.server().isEmpty() ? "" : variable;
    String named = asked.server() != null ? asked.server() : known;
    String server = named.isEmpty() ? before.server() : Connection.cleaned(named, session.texts());
    if (server.isEmpty()) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("server.unknown"));
    }
    return server;
  }

  private Context byPassword(Context before, String server, String caFile) {
    String who = username != null ? username : before.username();
    if (who.isEmpty()) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("auth.whoIsMissing"));
    }
    String where = tenant != null ? tenant : before.tenantId();
    ObjectNode body = Api.json().createObjectNode();
    body.put("username", who);
    body.put("password", password(who, server));
    if (!where.isEmpty()) {
      body.put("tenantId", where);
    }
    // Whoever typed a password is not to be asked again every two hours.
    body.putObject("extra").put("refresh", "token");
    JsonNode data =
        session.api(server, Tokens.only(null), caFile).post("/auth/login", body, Map.of());
    waitsUntil = data.path("extra").path("refreshExpireTime").asString("");
    String token = data.path("token").asString();
    JsonNode me = session.api(server, Tokens.only(token), caFile).get("/auth/me", new Query());
    return new Context(
        before.name(),
        server,
        me.path("tenantId").asString(where),
        me.path("username").asString(who),
        token,
        data.path("extra").path("refreshToken").asString(""),
        0,
        data.path("expireTime").asString(""),
        caFile);
  }

  /** A token that somebody else got: it is tried before it is kept. */
  private Context byToken(Context before, String server, String caFile, String token) {
    JsonNode me = session.api(server, Tokens.only(token), caFile).get("/auth/me", new Query());
    return new Context(
        before.name(),
        server,
        me.path("tenantId").asString(""),
        me.path("username").asString(""),
        token,
        "",
        0,
        "",
        caFile);
  }

  /** Never an argument: those are shown to everybody on the machine. */
  private String password(String who, String server) {
    if (!passwordFromInput) {
      return session
          .surroundings()
          .secretReader()
          .apply(session.texts().of("auth.password", who, server) + " ")
          .orElseThrow(
              () -> new Refusal(ExitCode.USAGE, session.texts().of("auth.passwordMissing")));
    }
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(session.surroundings().in(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null) {
        throw new Refusal(ExitCode.USAGE, session.texts().of("auth.passwordMissing"));
      }
      return line;
    } catch (IOException unreadable) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("auth.passwordMissing"));
    }
  }
}
