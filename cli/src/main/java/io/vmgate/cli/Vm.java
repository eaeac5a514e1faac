package io.vmgate.cli;

import io.vmgate.cli.terminal.Surroundings;

/** The program. */
public final class Vm {
  private Vm() {}

  /** Run one command line; the exit codes stand in docs/cli.md. */
  public static void main(String[] arguments) {
    System.exit(new Program(Surroundings.ofProcess()).run(arguments));
  }
}
