package io.vmgate.testkit.console;

import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleRelay;
import io.vmgate.application.console.RelayRules;
import io.vmgate.application.console.SessionMeter;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.console.EndReason;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A viewer that is joined to whatever it is given, and remembers what it was told at the end. */
public final class ScriptedViewer implements Viewer {
  private final ScriptedRelay relay = new ScriptedRelay();
  private final CompletableFuture<RelayRules> joined = new CompletableFuture<>();
  private volatile boolean left;
  private volatile @Nullable EndReason told;

  /** Go away before being joined. */
  public ScriptedViewer leave() {
    left = true;
    return this;
  }

  /** What carries its bytes. */
  public ScriptedRelay relay() {
    return relay;
  }

  /** Wait until it is joined, and give the rules by which. */
  public RelayRules rules() {
    return joined.join();
  }

  /** Why the session ended, as the viewer was told; null while it was not. */
  public @Nullable EndReason told() {
    return told;
  }

  @Override
  public ConsoleRelay join(ConsoleLine line, RelayRules rules, SessionMeter meter) {
    meter.toViewer((int) ScriptedRelay.CARRIED.toViewerBytes());
    meter.toMachine((int) ScriptedRelay.CARRIED.toMachineBytes());
    joined.complete(rules);
    return relay;
  }

  @Override
  public boolean hasLeft() {
    return left;
  }

  @Override
  public void close(EndReason reason) {
    if (told == null) {
      told = reason;
    }
  }
}
