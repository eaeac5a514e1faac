package io.vmgate.application.task;

import io.vmgate.application.task.MachinePower.PowerAnswer;
import io.vmgate.application.task.MachinePower.Sighting;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets only so many calls to the cluster through at once; the others wait for their turn. */
final class BoundedPower {
  private final MachinePower power;
  private final Semaphore turns;

  BoundedPower(MachinePower power, int callsAtOnce) {
    this.power = power;
    this.turns = new Semaphore(callsAtOnce, true);
  }

  Sighting look(VmId id, VmName name) {
    return inTurn(() -> power.look(id, name));
  }

  /**
   * Ask, unless the right to do so was lost while waiting.
   *
   * @param mayAsk looked at when the turn has come
   */
  PowerAnswer ask(VmName name, TaskAction action, boolean force, BooleanSupplier mayAsk) {
    return inTurn(
        () ->
            mayAsk.getAsBoolean()
                ? power.ask(name, action, force)
                : new PowerAnswer.NotAsked("the lease may run out"));
  }

  private <T> T inTurn(Supplier<T> call) {
    turns.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      turns.release();
    }
  }
}
