package io.vmgate.cli.session;

import io.vmgate.cli.config.Connection;
import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Clients;
import io.vmgate.cli.http.Tokens;
import io.vmgate.cli.http.Trace;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.terminal.Language;
import io.vmgate.cli.terminal.Surroundings;
import io.vmgate.cli.terminal.Texts;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What every command works with; nothing is opened before it is needed. */
public final class Session {
  private static final Duration UNTIL_CLOSED = Duration.ofMillis(200);

  private final Surroundings surroundings;
  private final Language language;
  private final Texts texts;
  private final ConnectionOptions options;
  private @Nullable Connection connection;
  private @Nullable HttpClient client;
  private @Nullable Api api;

  /** Begin; the options are read when the first command needs them. */
  public Session(
      Surroundings surroundings, Language language, Texts texts, ConnectionOptions options) {
    this.surroundings = surroundings;
    this.language = language;
    this.texts = texts;
    this.options = options;
  }

  /** Variables and streams. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /** The program's words. */
  public Texts texts() {
    return texts;
  }

  /** The language they are in. */
  public Language language() {
    return language;
  }

  /** Where results go. */
  public PrintStream out() {
    return surroundings.out();
  }

  /** Where everything else goes. */
  public PrintStream err() {
    return surroundings.err();
  }

  /** What the command line says about the server. */
  public Connection.Asked asked() {
    return options.asked();
  }

  /** Which server is called, and as whom. */
  public Connection connection() {
    if (connection == null) {
      connection = Connection.choose(options.asked(), surroundings, texts);
    }
    return connection;
  }

  /** Shows the exchange if that was asked for. */
  public Trace trace() {
    return new Trace(options.debug() ? surroundings.err() : null);
  }

  /**
   * The server that is signed in at.
   *
   * @throws Refusal when no server or no token is known
   */
  public Api api() {
    if (api == null) {
      Connection chosen = connection();
      if (chosen.server().isEmpty()) {
        throw new Refusal(ExitCode.USAGE, texts.of("server.unknown"));
      }
      if (chosen.token().isEmpty()) {
        throw new Refusal(ExitCode.NOT_SIGNED_IN, texts.of("auth.notSignedIn", chosen.server()));
      }
      api = api(chosen.server(), tokens(chosen), chosen.caFile());
    }
    return api;
  }

  /** Another server, or another token. */
  public Api api(String server, Tokens tokens, String caFile) {
    return new Api(client(server, caFile), server, tokens, language.tag(), trace());
  }

  /** A token of the file is renewed there; one that was given by hand is what it is. */
  private Tokens tokens(Connection chosen) {
    return chosen
        .context()
        .filter(context -> context.token().equals(chosen.token()))
        .filter(context -> !context.refreshToken().isEmpty())
        .<Tokens>map(
            context ->
                new KeptTokens(
                    Connection.file(surroundings),
                    context,
                    api(chosen.server(), Tokens.only(null), chosen.caFile()),
                    InstantSource.system(),
                    texts))
        .orElseGet(() -> Tokens.only(chosen.token()));
  }

  /**
   * End what is still open. The JVM waits a third of a second for threads that wait for the network
   * when it ends: so that there are none.
   */
  public void close() {
    HttpClient opened = client;
    if (opened != null) {
      opened.shutdownNow();
      try {
        if (!opened.awaitTermination(UNTIL_CLOSED)) {
          trace().note("connections are still open");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The client that web sockets are opened by. */
  public HttpClient client() {
    return client(connection().server(), connection().caFile());
  }

  private HttpClient client(String server, String caFile) {
    if (client == null) {
      try {
        client = Clients.forServer(server, caFile.isEmpty() ? null : Path.of(caFile));
      } catch (IOException unusable) {
        throw new Refusal(
            ExitCode.USAGE, texts.of("server.caUnusable", String.valueOf(unusable.getMessage())));
      }
    }
    return client;
  }
}
