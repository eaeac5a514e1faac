package io.vmgate.cli.outcome;

/** How the program ends; scripts may rely on these numbers. */
public enum ExitCode {
  OK(0),
  /** The operation was carried out and failed, or the answer is no. */
  FAILED(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** The server did not understand: 400xx, 405xx, 406xx, 413xx, 415xx, 426xx. */
  REJECTED(3),
  /** Nobody is signed in, or no longer: 401xx. */
  NOT_SIGNED_IN(4),
  /** Not permitted: 403xx. */
  FORBIDDEN(5),
  /** No such thing, or not yours: 404xx. */
  NOT_FOUND(6),
  /** Its state does not allow that, or somebody is in the way: 409xx. */
  CONFLICT(7),
  /** Too many calls: 429xx. */
  TOO_MANY(8),
  /** A fault of the server: 500xx. */
  SERVER_FAULT(9),
  /** The server, its cluster or its database cannot be reached: 502xx to 504xx, no connection. */
  UNREACHABLE(10),
  /** What was waited for did not come in time. */
  TIMED_OUT(11),
  /** A fault of this program. */
  BUG(70);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** As the shell sees it. */
  public int number() {
    return number;
  }

  /** The exit code for an error of the contract, such as 40401. */
  public static ExitCode ofError(int code) {
    return switch (code / 100) {
      case 401 -> NOT_SIGNED_IN;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 409 -> CONFLICT;
      case 429 -> TOO_MANY;
      case 502, 503, 504 -> UNREACHABLE;
      default -> code / 10_000 == 4 ? REJECTED : SERVER_FAULT;
    };
  }
}
