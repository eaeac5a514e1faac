package io.vmgate.cli.console;

/**
 * How a line ended: a web socket's close code, and the platform's words.
 *
 * @param code as docs/api/console.md lists them; {@link #BROKEN} when the connection just broke
 */
record LineEnd(int code, String words) {
  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int BROKEN = 1006;
  static final int MACHINE_SIDE = 1011;
  static final int PERMISSION_WITHDRAWN = 4001;
  static final int MACHINE_STOPPED = 4002;
  static final int TAKEN_OVER = 4004;

  static LineEnd broken(String words) {
    return new LineEnd(BROKEN, words);
  }
}
