package io.vmgate.testkit.console;

import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.Traffic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A relay that ends when the test says so. */
public final class ScriptedRelay implements ConsoleRelay {
  /** What is carried as soon as it is joined. */
  public static final Traffic CARRIED = new Traffic(700, 70);

  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  /** Let the machine hang up. */
  public void hangUp() {
    ending.complete(new Ending.LineEnded());
  }

  @Override
  public Ending await() throws InterruptedException {
    try {
      return ending.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void end(EndReason reason) {
    ending.complete(new Ending.Known(reason));
  }
}
