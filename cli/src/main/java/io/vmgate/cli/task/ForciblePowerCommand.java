package io.vmgate.cli.task;

import io.vmgate.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vm stop} and {@code vm restart}: a guest that does not shut down can be cut off. */
@Command
public final class ForciblePowerCommand extends PowerCommand {
  @Option(names = "--force")
  private boolean force;

  /** Carry out this operation of the contract. */
  public ForciblePowerCommand(Session session, String action) {
    super(session, action);
  }

  @Override
  boolean force() {
    return force;
  }
}
