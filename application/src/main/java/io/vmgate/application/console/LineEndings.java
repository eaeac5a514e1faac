package io.vmgate.application.console;

import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a line has ended. KubeVirt hangs up without a word, whatever the reason; what the
 * machine looks like a moment later tells.
 */
final class LineEndings {
  private static final Duration STEP = Duration.ofMillis(50);

  private final VmInventory inventory;
  private final Duration patience;

  LineEndings(VmInventory inventory, Duration patience) {
    this.inventory = inventory;
    this.patience = patience;
  }

  /**
   * Explain the end of a session's line; waits a little for the inventory to hear of what happened,
   * since the line is faster.
   *
   * @param session with the node it ran on, to be found on another one after a migration
   * @param ordered why the session was ended by order meanwhile, which explains it as well: who
   *     takes a console over is as fast as the order that says so
   */
  EndReason explain(
      ConsoleSession session,
      @Nullable String nodeBefore,
      Supplier<? extends @Nullable EndReason> ordered)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    CountDownLatch pause = new CountDownLatch(1);
    while (true) {
      EndReason order = ordered.get();
      if (order != null) {
        return order;
      }
      Optional<EndReason> reason = look(session, nodeBefore);
      if (reason.isPresent()) {
        return reason.get();
      }
      if (System.nanoTime() > end) {
        return new EndReason.LineLost();
      }
      pause.await(STEP.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Optional<EndReason> look(ConsoleSession session, @Nullable String nodeBefore) {
    Optional<Vm> found = inventory.find(session.vm());
    if (found.isEmpty()) {
      return Optional.of(new EndReason.MachineDeleted());
    }
    Vm vm = found.get();
    VmStatus status = vm.state().status();
    return switch (status) {
      case RUNNING, PAUSED, UNKNOWN ->
          nodeBefore != null && vm.nodeName() != null && !Objects.equals(nodeBefore, vm.nodeName())
              ? Optional.of(new EndReason.MachineMoved())
              : Optional.empty();
      case MIGRATING -> Optional.of(new EndReason.MachineMoved());
      case STOPPED, PENDING, STARTING, STOPPING, TERMINATING, ERROR ->
          Optional.of(new EndReason.MachineStopped(status));
    };
  }
}
