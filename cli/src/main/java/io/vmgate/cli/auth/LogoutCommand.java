package io.vmgate.cli.auth;

import io.vmgate.cli.config.Connection;
import io.vmgate.cli.config.Context;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vm logout}: make the token worthless, and forget it. */
@Command(name = "logout")
public final class LogoutCommand implements Callable<Integer> {
  private final Session session;

  /** Work in this session. */
  public LogoutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Connection connection = session.connection();
    Optional<Context> kept =
        connection.context().filter(context -> context.token().equals(connection.token()));
    try {
      session.api().post("/auth/logout", null, Map.of());
    } catch (ServerErrorException refused) {
      // A token that is good for nothing any more has reached what logging out is for; but one that
      // was given by hand may be misspelt, and the right one still good.
      if (kept.isEmpty() || ExitCode.ofError(refused.error().code()) != ExitCode.NOT_SIGNED_IN) {
        throw refused;
      }
    }
    kept.ifPresent(this::forget);
    session
        .err()
        .println(
            session
                .texts()
                .of(kept.isPresent() ? "auth.signedOut" : "auth.withdrawn", connection.server()));
    session.err().flush();
    return ExitCode.OK.number();
  }

  /** Unless somebody has signed in meanwhile. */
  private void forget(Context context) {
    Set<String> worthless = new HashSet<>(List.of(context.token()));
    Optional.ofNullable(session.api().token()).ifPresent(worthless::add);
    Connection.change(
        Connection.file(session.surroundings()),
        session.texts(),
        contexts ->
            contexts
                .named(context.name())
                .filter(now -> worthless.contains(now.token()))
                .map(now -> contexts.with(now.signedOut()))
                .orElse(contexts));
  }
}
