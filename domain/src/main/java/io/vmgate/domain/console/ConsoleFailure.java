package io.vmgate.domain.console;

import io.vmgate.domain.Failure;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmStatus;
import java.time.Instant;

/** Refuse something about a console. */
public sealed interface ConsoleFailure extends Failure {
  /** The machine has no such console. */
  record Unsupported(ConsoleProtocol protocol) implements ConsoleFailure {}

  /** Only a running machine has a console. */
  record NotRunning(VmStatus status) implements ConsoleFailure {}

  /** The ticket is unknown, used, expired or somebody else's: all alike from outside. */
  record TicketRefused() implements ConsoleFailure {}

  /**
   * Somebody else is on the console, through the platform.
   *
   * @param username who
   */
  record Held(String username, Instant since) implements ConsoleFailure {}

  /**
   * The cluster gives no line to the machine.
   *
   * @param words the cluster's own; may be empty
   */
  record LineRefused(LineProblem problem, String words) implements ConsoleFailure {}

  /** The line is held by somebody outside of the platform. */
  record LineTaken() implements ConsoleFailure {}
}
