package io.vmgate.cli.console;

/** A link did not open; the contract's code says why, and whether the link is still good. */
final class LineRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LINK_OF_NO_USE = 40105;
  private static final int NOT_RUNNING = 40901;
  private static final int HELD = 40906;

  private final int code;

  LineRefusedException(int code, String words) {
    super(words);
    this.code = code;
  }

  int code() {
    return code;
  }

  String words() {
    return String.valueOf(getMessage());
  }

  boolean needsAnotherLink() {
    return code == LINK_OF_NO_USE;
  }

  boolean machineIsNotRunning() {
    return code == NOT_RUNNING;
  }

  boolean somebodyIsThere() {
    return code == HELD;
  }
}
