package io.vmgate.testkit.console;

import io.vmgate.application.console.ConsoleDialer;
import io.vmgate.application.console.ConsoleLine;
import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.application.console.Viewer;
import io.vmgate.domain.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Opens lines that lead nowhere, or refuses them. */
public final class ScriptedDialer implements ConsoleDialer {
  public final List<ConsoleTarget> dialled = new CopyOnWriteArrayList<>();
  public final List<ScriptedLine> lines = new CopyOnWriteArrayList<>();
  private volatile @Nullable FailureException refusal;

  /** Refuse every line from now on. */
  public void refuse(FailureException failure) {
    refusal = failure;
  }

  @Override
  public ConsoleLine dial(ConsoleTarget target, Viewer viewer, Duration patience) {
    dialled.add(target);
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
