package io.vmgate.simulator.rfb;

/** A client sent what the protocol does not allow; the connection ends. */
final class BadMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadMessageException(String what) {
    super(what, null, false, false);
  }
}
