package io.vmgate.simulator.http;

/** The client is gone, or the program is stopping. */
public final class ConnectionLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConnectionLostException() {
    super("The connection is gone", null, false, false);
  }
}
