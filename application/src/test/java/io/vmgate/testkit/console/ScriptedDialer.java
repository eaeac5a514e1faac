package io.vmgate.testkit.console;

import io.vmgate.application.console.ConsoleDialer;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Opens lines that lead nowhere, or refuses them, or opens none until it is told to. */
public final class ScriptedDialer implements ConsoleDialer {
  public final List<ConsoleTarget> dialled = new CopyOnWriteArrayList<>();
  public final List<ScriptedLine> lines = new CopyOnWriteArrayList<>();
  private volatile @Nullable FailureException refusal;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile boolean interrupted;

  /** Refuse every line from now on. */
  public void refuse(FailureException failure) {
    refusal = failure;
  }

  /** Let whoever dials wait from now on. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Whether somebody gave up waiting. */
  public boolean wasInterrupted() {
    return interrupted;
  }

  @Override
  public ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience)
      throws InterruptedException {
    dialled.add(target);
    try {
      held.await();
    } catch (InterruptedException notWanted) {
      interrupted = true;
      throw notWanted;
    }
    FailureException refused = refusal;
    if (refused != null) {
      throw refused;
    }
    ScriptedLine line = new ScriptedLine();
    lines.add(line);
    return line;
  }

  /** A line that remembers whether it was closed. */
  public static final class ScriptedLine implements ConsoleLine {
    private volatile boolean closed;

    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
