package io.vmgate.application.console;

import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
      ConsoleSession session, @Nullable String nodeBefore, CompletableFuture<EndReason> ordered)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<EndReason> reason = look(session, nodeBefore);
    while (!ordered.isDone() && reason.isEmpty() && System.nanoTime() <= end) {
      awaitOrder(ordered);
      reason = look(session, nodeBefore);
    }
    return ordered.getNow(reason.orElseGet(EndReason.LineLost::new));
  }

  private static void awaitOrder(CompletableFuture<EndReason> ordered) throws InterruptedException {
    try {
      ordered.get(STEP.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException noneYet) {
      // the inventory may have heard something meanwhile
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible); // nobody completes it with an exception
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
