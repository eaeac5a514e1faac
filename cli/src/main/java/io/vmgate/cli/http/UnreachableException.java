package io.vmgate.cli.http;

/** No answer: no connection, or it broke, or it took too long. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String server, String reason, Throwable cause) {
    super(server + ": " + reason, cause);
  }
}
