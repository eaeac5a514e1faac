package io.vmgate.cli.session;

import io.vmgate.cli.config.Connection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes. */
public final class ConnectionOptions {
  @Option(names = "--server", paramLabel = "URL", scope = ScopeType.INHERIT)
  private @Nullable String server;

  @Option(names = "--token", paramLabel = "TOKEN", scope = ScopeType.INHERIT)
  private @Nullable String token;

  @Option(names = "--context", paramLabel = "NAME", scope = ScopeType.INHERIT)
  private @Nullable String context;

  @Option(names = "--ca-file", paramLabel = "PEM", scope = ScopeType.INHERIT)
  private @Nullable String caFile;

  @Option(names = "--debug", scope = ScopeType.INHERIT)
  private boolean debug;

  /** Which server was asked for. */
  public Connection.Asked asked() {
    return new Connection.Asked(server, token, context, caFile);
  }

  /** Whether the exchange with the server shall be shown. */
  public boolean debug() {
    return debug;
  }
}
