package io.vmgate.cli.outcome;

import java.util.List;

/** Ends a command with something that a person can be told. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final int code;
  private final String requestId;
  private final transient List<String> details;

  /**
   * Take an error of the contract over.
   *
   * @param code such as 40401; 0 when it is this program that refuses
   * @param requestId empty when no request was answered
   * @param details lines to show below the message
   */
  public Refusal(
      ExitCode exitCode, int code, String message, String requestId, List<String> details) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.requestId = requestId;
    this.details = List.copyOf(details);
  }

  /** Refuse without an answer of the server. */
  public Refusal(ExitCode exitCode, String message, String... details) {
    this(exitCode, 0, message, "", List.of(details));
  }

  /** How the program ends by this. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** The contract's code; 0 when it is this program that refuses. */
  public int code() {
    return code;
  }

  /** The request that was refused; empty when there was none. */
  public String requestId() {
    return requestId;
  }

  /** Lines to show below the message. */
  public List<String> details() {
    return details;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
