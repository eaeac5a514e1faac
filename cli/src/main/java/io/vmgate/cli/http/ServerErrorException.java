package io.vmgate.cli.http;

/** Carries a {@link ServerError}. */
public final class ServerErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ServerError error;

  ServerErrorException(ServerError error) {
    super(error.code() + " " + error.message());
    this.error = error;
  }

  /** What the server said. */
  public ServerError error() {
    return error;
  }
}
